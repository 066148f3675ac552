namespace MadLab.Market.Analytics;

/// <summary>What figures from raw prices say about themselves.</summary>
internal static class RawPrices
{
    /// <summary>The warning of a figure computed from returns; null where the prices were corrected for splits at least.</summary>
    public static string? WarningOf(PriceAdjustment? adjustment) => adjustment == PriceAdjustment.Raw
        ? "The prices are raw: a split or dividend within the period counts as a gain or loss. Ask for adjust=all or adjust=splits where the provider can."
        : null;
}
