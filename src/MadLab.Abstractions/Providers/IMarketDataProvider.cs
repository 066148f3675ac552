namespace MadLab;

/// <summary>A source of market data. Implement the small interfaces for what it can do: <see cref="IPriceProvider"/>, <see cref="IKpiProvider"/>, <see cref="IQuoteProvider"/>, <see cref="IQuoteStreamProvider"/>, <see cref="IOptionChainProvider"/>, <see cref="IVolSurfaceProvider"/>, <see cref="ISymbolSearchProvider"/>, <see cref="IInstrumentInfoProvider"/>, <see cref="ICustomDataProvider"/>.</summary>
/// <remarks>
/// One instance serves all calls, side by side: it must be thread-safe. Failures are thrown as <see cref="MarketDataException"/>;
/// any other exception counts as <see cref="MarketErrorKind.Unavailable"/>. A provider needs no cache, retry or time limit of its own.
/// </remarks>
public interface IMarketDataProvider
{
    /// <summary>What the provider is and can do. Read often: return the same instance.</summary>
    ProviderDescriptor Descriptor { get; }
}
