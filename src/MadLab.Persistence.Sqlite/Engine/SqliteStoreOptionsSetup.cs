using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MadLab.Persistence.Sqlite.Engine;

/// <summary>Reads the options from the configuration, where the host has one, and checks them at start.</summary>
internal sealed class SqliteStoreOptionsSetup(IConfiguration? configuration = null)
    : IConfigureOptions<SqliteStoreOptions>, IValidateOptions<SqliteStoreOptions>
{
    private readonly List<string> _failures = [];

    public void Configure(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var section = configuration?.GetSection(SqliteStoreOptions.SectionName);
        options.BusyTimeout = Read(section, nameof(options.BusyTimeout), options.BusyTimeout, "a time such as 00:00:05", TryParse);
        options.MigrationTimeout = Read(section, nameof(options.MigrationTimeout), options.MigrationTimeout, "a time such as 00:00:30", TryParse);
        options.MigrateAtStart = Read(section, nameof(options.MigrateAtStart), options.MigrateAtStart, "true, false, 1 or 0", TryParse);
    }

    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>(_failures);
        Check(failures, nameof(options.BusyTimeout), options.BusyTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Check(failures, nameof(options.MigrationTimeout), options.MigrationTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private delegate bool Parser<T>(string text, out T value);

    private T Read<T>(IConfigurationSection? section, string key, T fallback, string accepted, Parser<T> parse)
    {
        if (section?[key] is not { Length: > 0 } text)
        {
            return fallback;
        }

        if (parse(text, out var value))
        {
            return value;
        }

        _failures.Add($"{SqliteStoreOptions.SectionName}:{key} is '{text}'; it must be {accepted}.");
        return fallback;
    }

    private static bool TryParse(string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);

    private static bool TryParse(string text, out bool value)
    {
        value = text is "1";
        return text is "1" or "0" || bool.TryParse(text, out value);
    }

    private static void Check(List<string> failures, string key, TimeSpan value, TimeSpan min, TimeSpan max)
    {
        if (value < min || value > max)
        {
            failures.Add($"{SqliteStoreOptions.SectionName}:{key} is {value}; it must be from {min} to {max}.");
        }
    }
}
