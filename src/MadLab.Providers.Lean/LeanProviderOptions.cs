namespace MadLab.Providers.Lean;

/// <summary>Where the data folder is and how fast it is replayed.</summary>
public sealed class LeanProviderOptions
{
    /// <summary>The slowest replay, in session seconds per second.</summary>
    public const double MinReplaySpeed = 0.001;

    /// <summary>The fastest replay, in session seconds per second.</summary>
    public const double MaxReplaySpeed = 1_000_000;

    /// <summary>The folder in QuantConnect/Lean format: the one that holds <c>equity</c>, <c>crypto</c> or <c>forex</c>. Required.</summary>
    public string Folder { get; set; } = string.Empty;

    /// <summary>How many seconds of a session pass in one second of its replay: 1, the default, is as it was; from <see cref="MinReplaySpeed"/> to <see cref="MaxReplaySpeed"/>.</summary>
    public double ReplaySpeed { get; set; } = 1;
}
