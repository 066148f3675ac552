namespace MadLab;

/// <summary>Bars of one instrument, oldest first, strictly increasing in time.</summary>
public sealed record PriceSeries
{
    /// <summary>The instrument.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The length of each bar.</summary>
    public required BarInterval Interval { get; init; }

    /// <summary>What the prices have been corrected for.</summary>
    public required PriceAdjustment Adjustment { get; init; }

    /// <summary>The bars. Never empty in an answer: a provider without bars throws <see cref="MarketErrorKind.NoData"/>.</summary>
    public required IReadOnlyList<Bar> Bars { get; init; }

    /// <summary>The currency of the prices, ISO 4217 or <c>GBp</c> for pence, where known.</summary>
    public string? Currency { get; init; }

    /// <summary>The moment the data describes: the end of the newest bar, UTC, where known.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Where the series comes from. A provider leaves it null; the chain fills it in.</summary>
    public Provenance? Provenance { get; init; }
}
