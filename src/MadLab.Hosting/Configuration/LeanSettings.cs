using Microsoft.Extensions.Configuration;

namespace MadLab.Hosting.Configuration;

/// <summary>The Lean folder, where the configuration names one.</summary>
internal sealed class LeanSettings
{
    private LeanSettings(string folder, double? replaySpeed)
    {
        Folder = folder;
        ReplaySpeed = replaySpeed;
    }

    /// <summary>A folder that exists, as a full path.</summary>
    public string Folder { get; }

    /// <summary>Null for the provider's own default.</summary>
    public double? ReplaySpeed { get; }

    /// <exception cref="SettingException">A setting cannot be used.</exception>
    public static LeanSettings? Read(IConfiguration configuration, string contentRoot)
    {
        // Checked also without a folder: a speed that cannot be used is a mistake in any case.
        double? speed = configuration[SettingKeys.LeanReplaySpeed] is { Length: > 0 } text
            ? SettingValues.ReplaySpeed(SettingKeys.LeanReplaySpeed, text)
            : null;
        return configuration[SettingKeys.LeanFolder] is { Length: > 0 } folder
            ? new LeanSettings(SettingValues.Folder(SettingKeys.LeanFolder, folder, contentRoot), speed)
            : null;
    }
}
