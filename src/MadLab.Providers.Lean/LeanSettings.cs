using System.Globalization;
using MadLab.Providers.Lean.Catalog;
using Microsoft.Extensions.Options;

namespace MadLab.Providers.Lean;

/// <summary>Reads and checks the provider's settings.</summary>
internal static class LeanSettings
{
    /// <summary>What a call gave, else what the provider's section says, checked.</summary>
    /// <exception cref="OptionsValidationException">A setting cannot be used; the message is one line that names it, its value and what is accepted.</exception>
    public static LeanProviderOptions Read(ProviderContext context, string? folder, double? replaySpeed)
    {
        ArgumentNullException.ThrowIfNull(context);
        var section = context.Configuration;
        var options = new LeanProviderOptions { Folder = folder ?? section[nameof(LeanProviderOptions.Folder)] ?? string.Empty };
        if (replaySpeed is { } speed)
        {
            options.ReplaySpeed = speed;
        }
        else if (section[nameof(LeanProviderOptions.ReplaySpeed)] is { Length: > 0 } text)
        {
            options.ReplaySpeed = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read)
                ? read
                : throw BadSpeed(section.Path + ":", text);
        }

        Validate(options, section.Path + ":");
        return options;
    }

    /// <summary>Checks settings.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="prefix">What errors put before a setting's name.</param>
    /// <exception cref="OptionsValidationException">A setting cannot be used.</exception>
    public static void Validate(LeanProviderOptions options, string prefix)
    {
        if (!(options.ReplaySpeed >= LeanProviderOptions.MinReplaySpeed && options.ReplaySpeed <= LeanProviderOptions.MaxReplaySpeed))
        {
            throw BadSpeed(prefix, options.ReplaySpeed.ToString(CultureInfo.InvariantCulture));
        }

        var name = prefix + nameof(LeanProviderOptions.Folder);
        if (string.IsNullOrWhiteSpace(options.Folder))
        {
            throw Invalid($"{name} is not set: a folder in QuantConnect/Lean format is needed, the one that holds equity, crypto or forex.");
        }

        if (!Directory.Exists(options.Folder))
        {
            throw Invalid($"{name} is '{options.Folder}', which is not a folder: an existing folder in QuantConnect/Lean format is needed.");
        }

        if (!LeanMarket.All.Any(m => Directory.Exists(Path.Combine(options.Folder, m.DailyFolder))))
        {
            throw Invalid($"{name} is '{options.Folder}', which has none of {string.Join(", ", LeanMarket.All.Select(m => m.DailyFolder))}: a folder in QuantConnect/Lean format is needed.");
        }
    }

    private static OptionsValidationException BadSpeed(string prefix, string value) => Invalid(string.Create(
        CultureInfo.InvariantCulture,
        $"{prefix}{nameof(LeanProviderOptions.ReplaySpeed)} is '{value}': a number from {LeanProviderOptions.MinReplaySpeed} to {LeanProviderOptions.MaxReplaySpeed} is accepted, 1 being as it was."));

    private static OptionsValidationException Invalid(string message) =>
        new(nameof(LeanProviderOptions), typeof(LeanProviderOptions), [message]);
}
