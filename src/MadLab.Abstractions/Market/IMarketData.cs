namespace MadLab;

/// <summary>Market data for code in the same process: the same cache and provider chain as over HTTP.</summary>
public interface IMarketData
{
    /// <summary>The bars of a range.</summary>
    /// <exception cref="MarketDataException">No provider had an answer; its kind says why.</exception>
    ValueTask<MarketAnswer<PriceSeries>> GetPricesAsync(Symbol symbol, PriceRange range = PriceRange.SixMonths, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The key figures of one instrument.</summary>
    /// <exception cref="MarketDataException">No provider had an answer; its kind says why.</exception>
    ValueTask<MarketAnswer<Kpis>> GetKpisAsync(Symbol symbol, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The implied volatility surface of one underlying.</summary>
    /// <exception cref="MarketDataException">No provider had an answer; its kind says why.</exception>
    ValueTask<MarketAnswer<VolSurface>> GetVolSurfaceAsync(Symbol symbol, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Correlations of daily log returns; at least one symbol and at most 50.</summary>
    /// <exception cref="MarketDataException">No provider had an answer for one of them; its kind says why.</exception>
    ValueTask<MarketAnswer<CorrelationMatrix>> GetCorrelationAsync(IReadOnlyList<Symbol> symbols, PriceRange period = PriceRange.OneYear, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The volatility cone of one instrument, from daily bars.</summary>
    /// <param name="symbol">The instrument.</param>
    /// <param name="estimator">How volatility is measured; from close to close by default.</param>
    /// <param name="range">How far back windows reach; by default as far as the provider has bars.</param>
    /// <param name="options">What the caller chooses about the answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MarketDataException">No provider had an answer, or the series is too short for any window; its kind says which.</exception>
    ValueTask<MarketAnswer<VolatilityCone>> GetVolatilityConeAsync(Symbol symbol, VolatilityEstimator estimator = VolatilityEstimator.CloseToClose, PriceRange range = PriceRange.Max, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>What looks wrong in the bars of a range, those too that <see cref="GetPricesAsync"/> refuses as malformed.</summary>
    /// <exception cref="MarketDataException">No provider had an answer; its kind says why.</exception>
    ValueTask<MarketAnswer<QualityReport>> GetQualityAsync(Symbol symbol, PriceRange range = PriceRange.SixMonths, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>What one instrument is: its name, kind, exchange and currency.</summary>
    /// <exception cref="MarketDataException">No provider had an answer; its kind says why.</exception>
    ValueTask<MarketAnswer<InstrumentInfo>> GetInfoAsync(Symbol symbol, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Instruments that match, best first, with the provider that knows them; empty when none does.</summary>
    /// <param name="text">Part of a symbol or name, 1 to 64 characters.</param>
    /// <param name="limit">The most to return; 20 by default, which is also the cap.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    ValueTask<IReadOnlyList<SymbolHit>> SearchAsync(string text, int limit = 20, CancellationToken cancellationToken = default);

    /// <summary>The registered providers and how they are, in the order of failover. Read from memory: no provider is called.</summary>
    IReadOnlyList<ProviderStatus> GetProviders();
}
