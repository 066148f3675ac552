namespace MadLab.Market.Providers.Synthetic;

/// <summary>One whole session of one instrument; prices in ticks.</summary>
internal readonly record struct DayBar
{
    public required int Session { get; init; }

    public required int PreviousClose { get; init; }

    public required int Open { get; init; }

    public required int High { get; init; }

    public required int Low { get; init; }

    public required int Close { get; init; }

    public required long Volume { get; init; }

    /// <summary>The deviation of the price over the session, in ticks.</summary>
    public required double Deviation { get; init; }
}
