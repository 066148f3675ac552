namespace MadLab;

/// <summary>Key figures of one instrument. Yields and ratios are fractions; only <see cref="ChangePercent"/> is in percent.</summary>
public sealed record Kpis
{
    /// <summary>The instrument.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The name people know it by.</summary>
    public required string Name { get; init; }

    /// <summary>The last price.</summary>
    public required decimal Price { get; init; }

    /// <summary>Price less the previous session's close.</summary>
    public required decimal Change { get; init; }

    /// <summary><see cref="Change"/> in percent of the previous close (1.5 is 1.5 %).</summary>
    public required decimal ChangePercent { get; init; }

    /// <summary>Units traded in the session so far.</summary>
    public required decimal Volume { get; init; }

    /// <summary>The moment the figures describe, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The currency of the prices, ISO 4217 or <c>GBp</c> for pence.</summary>
    public string? Currency { get; init; }

    /// <summary>Price times shares outstanding.</summary>
    public decimal? MarketCap { get; init; }

    /// <summary>Price by diluted earnings per share of the last twelve months; null when those are not positive.</summary>
    public decimal? PeRatio { get; init; }

    /// <summary>Diluted earnings per share of the last twelve months.</summary>
    public decimal? Eps { get; init; }

    /// <summary>Dividends per share of the last twelve months.</summary>
    public decimal? Dividend { get; init; }

    /// <summary><see cref="Dividend"/> by price, a fraction (0.02 is 2 %).</summary>
    public decimal? DividendYield { get; init; }

    /// <summary>Slope of the instrument's returns on its benchmark's.</summary>
    public double? Beta { get; init; }

    /// <summary>The highest price of the last 52 weeks.</summary>
    public decimal? FiftyTwoWeekHigh { get; init; }

    /// <summary>The lowest price of the last 52 weeks.</summary>
    public decimal? FiftyTwoWeekLow { get; init; }
}
