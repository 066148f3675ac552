namespace MadLab;

/// <summary>How volatile an instrument is over windows of several lengths, and how volatile it has been before.</summary>
public sealed record VolatilityCone
{
    /// <summary>The instrument.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>How volatility was measured.</summary>
    public required VolatilityEstimator Estimator { get; init; }

    /// <summary>Sessions of a year, by which daily volatility was annualised: 252, or 365 for what trades every day.</summary>
    public required double PeriodsPerYear { get; init; }

    /// <summary>What the prices were corrected for.</summary>
    public required PriceAdjustment Adjustment { get; init; }

    /// <summary>The moment the cone describes: the newest close, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The windows, shortest first; those with too little history are left out. Never empty in an answer.</summary>
    public required IReadOnlyList<VolatilityConeWindow> Windows { get; init; }

    /// <summary>Why the figures may be wrong, such as prices that are not corrected for splits; null, the default, when nothing speaks against them.</summary>
    public string? Warning { get; init; }
}
