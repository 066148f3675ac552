namespace MadLab;

/// <summary>Market data for code in the same process: the same cache and provider chain as over HTTP.</summary>
/// <remarks>
/// Prices are in the currency that the answer states; times are UTC. Every failure is a <see cref="MarketDataException"/> whose
/// <see cref="MarketDataException.Kind"/> says why: <see cref="MarketErrorKind.SymbolUnknown"/>, <see cref="MarketErrorKind.NoData"/>,
/// <see cref="MarketErrorKind.NotSupported"/> (no provider can), <see cref="MarketErrorKind.NotEntitled"/> (not for <see cref="MarketRequestOptions.Caller"/>),
/// <see cref="MarketErrorKind.Malformed"/> (the data failed validation), <see cref="MarketErrorKind.QuotaExceeded"/>, <see cref="MarketErrorKind.Unavailable"/>,
/// <see cref="MarketErrorKind.Timeout"/> or <see cref="MarketErrorKind.LiveDataDisabled"/>. An answer that stands in while providers fail is no failure:
/// <see cref="MarketAnswer{T}.IsStale"/> says so. The host itself is asked about by no <see cref="IMarketAccess"/>.
/// </remarks>
public interface IMarketData
{
    /// <summary>The bars of a range, or of the window that the options name, oldest first: prices in the series' currency, corrected as it says, volume in units.</summary>
    /// <param name="symbol">The instrument.</param>
    /// <param name="range">How far back from the provider's newest bar; calendar months and years, both ends included.</param>
    /// <param name="options">What the caller chooses about the answer.</param>
    /// <param name="cancellationToken">Ends the wait, not the upstream call that others may wait for.</param>
    /// <exception cref="ArgumentException">The symbol is empty, no provider has the name in the options, or these ask for the future, for a window that ends before it begins, or for more bars of their length than are served.</exception>
    /// <exception cref="MarketDataException">No provider had an answer; its kind says why.</exception>
    ValueTask<MarketAnswer<PriceSeries>> GetPricesAsync(Symbol symbol, PriceRange range = PriceRange.SixMonths, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The key figures of one instrument: prices in its currency, <see cref="Kpis.ChangePercent"/> in percent, <see cref="Kpis.DividendYield"/> a fraction.</summary>
    /// <remarks>From the provider, else from a year of daily bars: then price, change, volume and 52-week extremes alone.</remarks>
    /// <exception cref="ArgumentException">The symbol is empty, or no provider has the name in the options.</exception>
    /// <exception cref="MarketDataException">No provider had an answer; its kind says why.</exception>
    ValueTask<MarketAnswer<Kpis>> GetKpisAsync(Symbol symbol, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The implied volatility surface of one underlying: fractions of one year (0.22 is 22 %), theta per calendar day, vega per 1.00 of volatility.</summary>
    /// <remarks>From the provider, else by Black (1976) on forwards from put-call parity, from the middles of its option quotes.</remarks>
    /// <exception cref="ArgumentException">The symbol is empty, or no provider has the name in the options.</exception>
    /// <exception cref="MarketDataException">No provider had an answer; its kind says why.</exception>
    ValueTask<MarketAnswer<VolSurface>> GetVolSurfaceAsync(Symbol symbol, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Pearson's correlations of daily log returns of adjusted closes, -1 to 1, each pair on the days both have; at least one symbol and at most 50.</summary>
    /// <exception cref="ArgumentException">No symbol or more than 50, an empty one, or no provider has the name in the options.</exception>
    /// <exception cref="MarketDataException">No provider had an answer for one of them; its kind says why.</exception>
    ValueTask<MarketAnswer<CorrelationMatrix>> GetCorrelationAsync(IReadOnlyList<Symbol> symbols, PriceRange period = PriceRange.OneYear, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The volatility cone of one instrument, from daily bars: fractions of one year, over windows of 10 to 252 sessions.</summary>
    /// <remarks>The estimators are those of Parkinson (1980), Garman and Klass (1980), Rogers and Satchell (1991), Yang and Zhang (2000), and from close to close.</remarks>
    /// <param name="symbol">The instrument.</param>
    /// <param name="estimator">How volatility is measured; from close to close by default.</param>
    /// <param name="range">How far back windows reach; by default as far as the provider has bars.</param>
    /// <param name="options">What the caller chooses about the answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MarketDataException">No provider had an answer, or the series is too short for any window; its kind says which.</exception>
    ValueTask<MarketAnswer<VolatilityCone>> GetVolatilityConeAsync(Symbol symbol, VolatilityEstimator estimator = VolatilityEstimator.CloseToClose, PriceRange range = PriceRange.Max, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>What looks wrong in the bars of a range by robust rules on log returns and the exchange's calendar, those too that <see cref="GetPricesAsync"/> refuses as malformed.</summary>
    /// <exception cref="MarketDataException">No provider had an answer; its kind says why.</exception>
    ValueTask<MarketAnswer<QualityReport>> GetQualityAsync(Symbol symbol, PriceRange range = PriceRange.SixMonths, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>What one instrument is: its name, kind, exchange and currency.</summary>
    /// <exception cref="MarketDataException">No provider had an answer; its kind says why.</exception>
    ValueTask<MarketAnswer<InstrumentInfo>> GetInfoAsync(Symbol symbol, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Data of a type that a provider has of its own, as JSON; see <see cref="GetDataTypes"/>.</summary>
    /// <param name="type">The type's name.</param>
    /// <param name="symbol">The instrument.</param>
    /// <param name="options">What the caller chooses about the answer; the provider alone.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The symbol is empty, or there is no such type.</exception>
    /// <exception cref="MarketDataException">No provider had an answer; its kind says why.</exception>
    ValueTask<MarketAnswer<CustomData>> GetDataAsync(string type, Symbol symbol, MarketRequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The types of data that providers have of their own, each once.</summary>
    IReadOnlyList<DataType> GetDataTypes();

    /// <summary>Instruments that match, best first, with the provider that knows them; empty when none does.</summary>
    /// <param name="text">Part of a symbol or name, 1 to 64 characters.</param>
    /// <param name="limit">The most to return; 20 by default, which is also the cap.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ArgumentException">The text is empty or too long, or the limit below 1.</exception>
    /// <exception cref="MarketDataException">Nobody found anything and somebody failed, or live data is off.</exception>
    ValueTask<IReadOnlyList<SymbolHit>> SearchAsync(string text, int limit = 20, CancellationToken cancellationToken = default);

    /// <summary>The registered providers and how they are, in the order of failover. Read from memory: no provider is called.</summary>
    IReadOnlyList<ProviderStatus> GetProviders();
}
