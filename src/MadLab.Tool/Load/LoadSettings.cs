using MadLab.Tool.Http;

namespace MadLab.Tool.Load;

/// <summary>How much, for how long, and of what.</summary>
internal sealed record LoadSettings
{
    public const int MaxSeconds = 3600;
    public const int MaxRate = 1000;
    public const int MaxConnections = 500;

    public required HostClient Host { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Requests begun a second, or pings in all a second; below the host's own limit of 50 an address by default.</summary>
    public required int Rate { get; init; }

    public required int Connections { get; init; }

    public required IReadOnlyList<string> Symbols { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Told now and then how far it is.</summary>
    public required Action<LoadTally> Progress { get; init; }
}
