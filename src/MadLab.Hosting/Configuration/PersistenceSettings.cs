using MadLab.Hosting.Database;
using Microsoft.Extensions.Configuration;

namespace MadLab.Hosting.Configuration;

/// <summary>Where documents live: the section <c>MadLab:Persistence</c> after all sources have spoken.</summary>
internal sealed class PersistenceSettings
{
    private PersistenceSettings(string? sqliteConnectionString) => SqliteConnectionString = sqliteConnectionString;

    /// <summary>The SQLite database; null for the memory store.</summary>
    public string? SqliteConnectionString { get; }

    /// <exception cref="SettingException">A setting cannot be used.</exception>
    public static PersistenceSettings Read(IConfiguration configuration, string contentRoot)
    {
        var isDatabase = Get(configuration, SettingKeys.PersistenceMode) is not { } mode
            || SettingValues.IsDatabaseMode(SettingKeys.PersistenceMode, mode);
        var engine = Get(configuration, SettingKeys.PersistenceProvider) is { } provider
            ? SettingValues.Engine(SettingKeys.PersistenceProvider, provider)
            : DatabaseEngine.Sqlite;
        if (!isDatabase)
        {
            return new PersistenceSettings(null);
        }

        if (engine == DatabaseEngine.PostgreSql)
        {
            throw new SettingException(
                $"{SettingKeys.PersistenceProvider} is 'postgresql', and this build has no PostgreSQL support: "
                + "accepted are sqlite, as with DATABASE_URL=file:./dev.db, or no database with NEXT_PUBLIC_DB_MODE=memory.");
        }

        var text = Get(configuration, SettingKeys.PersistenceConnectionString) ?? SqliteConnectionStrings.Default;
        return new PersistenceSettings(SqliteConnectionStrings.Rooted(text, contentRoot, SettingKeys.PersistenceConnectionString));
    }

    private static string? Get(IConfiguration configuration, string key) =>
        configuration[key]?.Trim() is { Length: > 0 } value ? value : null;
}
