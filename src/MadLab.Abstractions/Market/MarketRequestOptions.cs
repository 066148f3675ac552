namespace MadLab;

/// <summary>What a caller may choose about an answer.</summary>
public sealed record MarketRequestOptions
{
    /// <summary>The one provider to ask; null, the default, asks them in order.</summary>
    public string? Provider { get; init; }

    /// <summary>What prices are corrected for; null, the default, corrects for all that the provider can.</summary>
    public PriceAdjustment? Adjustment { get; init; }
}
