namespace MadLab.Http;

/// <summary>Capabilities as clients read them.</summary>
internal static class CapabilityNames
{
    public static IEnumerable<string> Of(ProviderCapabilities capabilities)
    {
        if (capabilities.HasFlag(ProviderCapabilities.Prices))
        {
            yield return "prices";
        }

        if (capabilities.HasFlag(ProviderCapabilities.Kpis))
        {
            yield return "kpis";
        }

        if (capabilities.HasFlag(ProviderCapabilities.Quotes))
        {
            yield return "quotes";
        }

        if (capabilities.HasFlag(ProviderCapabilities.QuoteStream))
        {
            yield return "stream";
        }

        if (capabilities.HasFlag(ProviderCapabilities.OptionChain))
        {
            yield return "options";
        }

        if (capabilities.HasFlag(ProviderCapabilities.VolSurface))
        {
            yield return "vol";
        }

        if (capabilities.HasFlag(ProviderCapabilities.Search))
        {
            yield return "search";
        }
    }
}
