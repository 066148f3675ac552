namespace MadLab;

/// <summary>What a provider can do.</summary>
[Flags]
public enum ProviderCapabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><see cref="IPriceProvider"/>.</summary>
    Prices = 1,

    /// <summary><see cref="IKpiProvider"/>.</summary>
    Kpis = 2,

    /// <summary><see cref="IQuoteProvider"/>.</summary>
    Quotes = 4,

    /// <summary><see cref="IQuoteStreamProvider"/>.</summary>
    QuoteStream = 8,

    /// <summary><see cref="IOptionChainProvider"/>.</summary>
    OptionChain = 16,

    /// <summary><see cref="IVolSurfaceProvider"/>.</summary>
    VolSurface = 32,

    /// <summary><see cref="ISymbolSearchProvider"/>.</summary>
    Search = 64,

    /// <summary><see cref="IInstrumentInfoProvider"/>.</summary>
    Info = 128,

    /// <summary><see cref="ICustomDataProvider"/>.</summary>
    CustomData = 256,

    /// <summary>Whatever interfaces the provider implements; the default.</summary>
    All = Prices | Kpis | Quotes | QuoteStream | OptionChain | VolSurface | Search | Info | CustomData,
}
