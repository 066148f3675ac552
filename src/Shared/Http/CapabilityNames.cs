namespace MadLab.Http;

/// <summary>Capabilities as clients read them.</summary>
internal static class CapabilityNames
{
    private static readonly (ProviderCapabilities Capability, string Name)[] Names =
    [
        (ProviderCapabilities.Prices, "prices"),
        (ProviderCapabilities.Kpis, "kpis"),
        (ProviderCapabilities.Quotes, "quotes"),
        (ProviderCapabilities.QuoteStream, "quoteStream"),
        (ProviderCapabilities.OptionChain, "optionChain"),
        (ProviderCapabilities.VolSurface, "volSurface"),
        (ProviderCapabilities.Search, "search"),
        (ProviderCapabilities.Info, "info"),
        (ProviderCapabilities.CustomData, "customData"),
    ];

    public static IEnumerable<string> Of(ProviderCapabilities capabilities) =>
        Names.Where(n => capabilities.HasFlag(n.Capability)).Select(n => n.Name);
}
