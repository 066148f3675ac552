using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MadLab.Persistence.Backup;

/// <summary>Reads the options from the configuration, where the host has one, and checks them at start.</summary>
internal sealed class BackupOptionsSetup(IConfiguration? configuration = null)
    : IConfigureOptions<MadLabBackupOptions>, IValidateOptions<MadLabBackupOptions>
{
    private static readonly TimeSpan MinEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxEvery = TimeSpan.FromDays(31);
    private const int MaxKeep = 1_000;

    private readonly List<string> _failures = [];

    public void Configure(MadLabBackupOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Text(nameof(options.Folder)) is { } folder)
        {
            options.Folder = folder;
        }

        if (Text(nameof(options.Every)) is { } every)
        {
            if (every.Equals("off", StringComparison.OrdinalIgnoreCase))
            {
                options.Every = null;
            }
            else if (TimeSpan.TryParse(every, CultureInfo.InvariantCulture, out var time))
            {
                options.Every = time;
            }
            else
            {
                _failures.Add(Unusable(nameof(options.Every), every, "a time such as 1.00:00:00 for a day, or off"));
            }
        }

        if (Text(nameof(options.Keep)) is { } keep)
        {
            if (int.TryParse(keep, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                options.Keep = count;
            }
            else
            {
                _failures.Add(Unusable(nameof(options.Keep), keep, $"a whole number from 1 to {MaxKeep}"));
            }
        }
    }

    public ValidateOptionsResult Validate(string? name, MadLabBackupOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>(_failures);
        if (options.Every is { } every && (every < MinEvery || every > MaxEvery))
        {
            failures.Add(Unusable(nameof(options.Every), every.ToString(), $"from {MinEvery} to {MaxEvery}, or off"));
        }

        if (options.Every is not null && string.IsNullOrWhiteSpace(options.Folder))
        {
            failures.Add($"{MadLabBackupOptions.SectionName}:{nameof(options.Folder)} is not set; {nameof(options.Every)} needs a folder to write to.");
        }

        if (options.Keep is < 1 or > MaxKeep)
        {
            failures.Add(Unusable(nameof(options.Keep), options.Keep.ToString(CultureInfo.InvariantCulture), $"from 1 to {MaxKeep}"));
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string Unusable(string key, string value, string accepted) =>
        $"{MadLabBackupOptions.SectionName}:{key} is '{value}'; it must be {accepted}.";

    private string? Text(string key) => configuration?[$"{MadLabBackupOptions.SectionName}:{key}"]?.Trim() is { Length: > 0 } text ? text : null;
}
