using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MadLab.Persistence.PostgreSql.Engine;

/// <summary>Reads the options from the configuration, where the host has one, and checks them at start.</summary>
internal sealed class PostgreSqlStoreOptionsSetup(IConfiguration? configuration = null)
    : IConfigureOptions<PostgreSqlStoreOptions>, IValidateOptions<PostgreSqlStoreOptions>
{
    private const int MaxNameBytes = 63;

    private readonly List<string> _failures = [];

    public void Configure(PostgreSqlStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var section = configuration?.GetSection(PostgreSqlStoreOptions.SectionName);
        if (section?[nameof(options.Schema)] is { Length: > 0 } schema)
        {
            options.Schema = schema;
        }

        if (section?[nameof(options.MigrationTimeout)] is { Length: > 0 } timeout)
        {
            if (TimeSpan.TryParse(timeout, CultureInfo.InvariantCulture, out var value))
            {
                options.MigrationTimeout = value;
            }
            else
            {
                Fail(nameof(options.MigrationTimeout), timeout, "a time such as 00:00:30");
            }
        }

        if (section?[nameof(options.MigrateAtStart)] is { Length: > 0 } migrate)
        {
            if (migrate is "1" or "0")
            {
                options.MigrateAtStart = migrate is "1";
            }
            else if (bool.TryParse(migrate, out var value))
            {
                options.MigrateAtStart = value;
            }
            else
            {
                Fail(nameof(options.MigrateAtStart), migrate, "true, false, 1 or 0");
            }
        }
    }

    public ValidateOptionsResult Validate(string? name, PostgreSqlStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>(_failures);
        if (options.MigrationTimeout < TimeSpan.FromSeconds(1) || options.MigrationTimeout > TimeSpan.FromHours(1))
        {
            failures.Add($"{PostgreSqlStoreOptions.SectionName}:{nameof(options.MigrationTimeout)} is {options.MigrationTimeout}; it must be from 00:00:01 to 01:00:00.");
        }

        if (!IsSchema(options.Schema))
        {
            failures.Add($"{PostgreSqlStoreOptions.SectionName}:{nameof(options.Schema)} cannot be a schema's name; it must have 1 to 63 bytes, no control character and no '$', and not begin with pg_.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    // '$' ends the quotation in which EF makes a schema; names that begin with pg_ are the server's own.
    private static bool IsSchema(string? name) =>
        name is { Length: > 0 }
        && Encoding.UTF8.GetByteCount(name) <= MaxNameBytes
        && !name.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c == '$')
        && !name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase);

    private void Fail(string key, string text, string accepted) =>
        _failures.Add($"{PostgreSqlStoreOptions.SectionName}:{key} is '{text}'; it must be {accepted}.");
}
