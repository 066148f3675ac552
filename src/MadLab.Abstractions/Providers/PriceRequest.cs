namespace MadLab;

/// <summary>What a price provider is asked for.</summary>
public sealed record PriceRequest
{
    /// <summary>The instrument.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>How far back, counted from the newest bar the provider has; <see cref="PriceRange.SixMonths"/> by default.</summary>
    public PriceRange Range { get; init; } = PriceRange.SixMonths;

    /// <summary>What to correct for; <see cref="PriceAdjustment.All"/> by default. The host asks only for what the descriptor offers.</summary>
    public PriceAdjustment Adjustment { get; init; } = PriceAdjustment.All;

    /// <summary>True asks for daily bars even where the range would be intraday; false by default.</summary>
    public bool DailyOnly { get; init; }
}
