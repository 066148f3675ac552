using MadLab.Hosting.Database;
using Microsoft.Extensions.Configuration;

namespace MadLab.Hosting.Configuration;

/// <summary>Where documents live: the section <c>MadLab:Persistence</c> after all sources have spoken. At most one of the two is set; none means memory.</summary>
internal sealed class PersistenceSettings
{
    private PersistenceSettings()
    {
    }

    /// <summary>The SQLite database.</summary>
    public string? SqliteConnectionString { get; private init; }

    /// <summary>The PostgreSQL database; holds its password.</summary>
    public string? PostgreSqlConnectionString { get; private init; }

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
            return new PersistenceSettings();
        }

        const string Key = SettingKeys.PersistenceConnectionString;
        var text = Get(configuration, Key);
        return engine == DatabaseEngine.PostgreSql
            ? new PersistenceSettings { PostgreSqlConnectionString = PostgresConnectionStrings.Checked(text, Key) }
            : new PersistenceSettings { SqliteConnectionString = SqliteConnectionStrings.Rooted(text ?? SqliteConnectionStrings.Default, contentRoot, Key) };
    }

    private static string? Get(IConfiguration configuration, string key) =>
        configuration[key]?.Trim() is { Length: > 0 } value ? value : null;
}
