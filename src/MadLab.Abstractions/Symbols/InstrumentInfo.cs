namespace MadLab;

/// <summary>What an instrument is and where it is traded.</summary>
public sealed record InstrumentInfo
{
    /// <summary>The instrument.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The name people know it by.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of instrument it is.</summary>
    public AssetClass Type { get; init; } = AssetClass.Equity;

    /// <summary>The exchange, such as <c>NASDAQ</c>; null when it is not known.</summary>
    public string? Exchange { get; init; }

    /// <summary>The exchange's time zone, IANA, such as <c>America/New_York</c>; null when it is not known.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The currency of the prices, ISO 4217 or <c>GBp</c> for pence; null when it is not known.</summary>
    public string? Currency { get; init; }

    /// <summary>The smallest step of the price; null when it is not known.</summary>
    public decimal? TickSize { get; init; }
}
