namespace MadLab.Providers.Lean.Replay;

/// <summary>The state of a replayed session at one moment.</summary>
internal readonly record struct ReplayPoint
{
    /// <summary>The moment, since the session began.</summary>
    public required TimeSpan Offset { get; init; }

    /// <summary>The price.</summary>
    public required decimal Price { get; init; }

    /// <summary>The session's highest price so far.</summary>
    public required decimal High { get; init; }

    /// <summary>The session's lowest price so far.</summary>
    public required decimal Low { get; init; }

    /// <summary>Units traded so far.</summary>
    public required decimal Volume { get; init; }

    /// <summary>The highest price of the bar that the moment is in.</summary>
    public required decimal BarHigh { get; init; }

    /// <summary>The lowest price of the bar that the moment is in.</summary>
    public required decimal BarLow { get; init; }
}
