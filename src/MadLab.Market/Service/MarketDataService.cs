using System.Security.Claims;
using MadLab.Market.Access;
using MadLab.Market.Caching;
using MadLab.Market.Prices;
using MadLab.Market.Providers;

namespace MadLab.Market.Service;

/// <summary>Market data for code in the same process, over the same cache as HTTP.</summary>
internal sealed class MarketDataService(MarketGate gate, ProviderChain chain, ProviderRegistry registry, ILiveDataSwitch live, TimeProvider time) : IMarketData
{
    public const int MaxHits = 20;
    public const int MaxText = 64;
    public const int MaxCorrelated = 50;

    public ValueTask<MarketAnswer<PriceSeries>> GetPricesAsync(
        Symbol symbol, PriceRange range = PriceRange.SixMonths, MarketRequestOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync<PriceSeries>(MarketKey.Prices(Named(symbol), range, CheckedOfPrices(range, options)), options?.Caller, cancellationToken);

    public ValueTask<MarketAnswer<Kpis>> GetKpisAsync(Symbol symbol, MarketRequestOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync<Kpis>(MarketKey.Kpis(Named(symbol), Checked(options)), options?.Caller, cancellationToken);

    public ValueTask<MarketAnswer<VolSurface>> GetVolSurfaceAsync(Symbol symbol, MarketRequestOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync<VolSurface>(MarketKey.Vol(Named(symbol), Checked(options)), options?.Caller, cancellationToken);

    public ValueTask<MarketAnswer<CorrelationMatrix>> GetCorrelationAsync(
        IReadOnlyList<Symbol> symbols, PriceRange period = PriceRange.OneYear, MarketRequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentOutOfRangeException.ThrowIfZero(symbols.Count, nameof(symbols));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(symbols.Count, MaxCorrelated, nameof(symbols));
        return ReadAsync<CorrelationMatrix>(MarketKey.Correlation(symbols.Select(Named).Distinct(), period, Checked(options)), options?.Caller, cancellationToken);
    }

    public ValueTask<MarketAnswer<VolatilityCone>> GetVolatilityConeAsync(
        Symbol symbol,
        VolatilityEstimator estimator = VolatilityEstimator.CloseToClose,
        PriceRange range = PriceRange.Max,
        MarketRequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        ReadAsync<VolatilityCone>(MarketKey.VolCone(Named(symbol), estimator, range, Checked(options)), options?.Caller, cancellationToken);

    public ValueTask<MarketAnswer<QualityReport>> GetQualityAsync(
        Symbol symbol, PriceRange range = PriceRange.SixMonths, MarketRequestOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync<QualityReport>(MarketKey.Quality(Named(symbol), range, Checked(options)), options?.Caller, cancellationToken);

    public ValueTask<MarketAnswer<InstrumentInfo>> GetInfoAsync(Symbol symbol, MarketRequestOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync<InstrumentInfo>(MarketKey.Info(Named(symbol), Checked(options, hasPast: false)), options?.Caller, cancellationToken);

    public ValueTask<MarketAnswer<CustomData>> GetDataAsync(string type, Symbol symbol, MarketRequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        var name = registry.FindType(type) ?? throw new ArgumentException($"No provider has a type '{type}'.", nameof(type));
        return ReadAsync<CustomData>(MarketKey.Custom(name, Named(symbol), Checked(options, hasPast: false)), options?.Caller, cancellationToken);
    }

    public IReadOnlyList<DataType> GetDataTypes() => [.. registry.DataTypes.Select(static t => t.Type)];

    public async ValueTask<IReadOnlyList<SymbolHit>> SearchAsync(string text, int limit = MaxHits, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        text = text.Trim();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaxText, nameof(text));
        limit = Math.Min(limit, MaxHits);
        if (!live.IsOn)
        {
            throw ProviderChain.LiveDataOff();
        }

        var hits = new List<SymbolHit>();
        var seen = new HashSet<Symbol>();
        MarketDataException? failure = null;
        foreach (var handle in registry.Chain.Where(h => h.Can(ProviderCapabilities.Search)))
        {
            try
            {
                var answer = await chain.AskAsync<IReadOnlyList<SymbolMatch>>(
                    handle.Name,
                    "search",
                    ProviderChain.Everything,
                    h => new ProviderCall<IReadOnlyList<SymbolMatch>>(async ct =>
                        await ((ISymbolSearchProvider)h.Provider).SearchAsync(text, limit, ct)
                        ?? throw new MarketDataException(MarketErrorKind.Malformed, $"Provider {h.Name} answered a search with nothing at all.")),
                    cancellationToken);
                hits.AddRange(answer.Value.Where(m => m is { Symbol.IsEmpty: false } && seen.Add(m.Symbol)).Select(m => new SymbolHit(m, handle.Name)));
            }
            catch (MarketDataException e)
            {
                // One provider's failure hides what the others know only if they know nothing.
                failure = ProviderChain.Graver(failure, e);
            }

            if (hits.Count >= limit)
            {
                break;
            }
        }

        return hits.Count == 0 && failure is not null ? throw failure : hits.Take(limit).ToList();
    }

    public IReadOnlyList<ProviderStatus> GetProviders() => [.. registry.All.Select(h => h.Status)];

    private async ValueTask<MarketAnswer<T>> ReadAsync<T>(MarketKey key, ClaimsPrincipal? caller, CancellationToken cancellationToken)
        where T : class
    {
        var read = await gate.ReadAsync(key, caller, cancellationToken);
        return new MarketAnswer<T>
        {
            Value = (T)read.Entry.Value!,
            Provenance = read.Entry.Provenance,
            Attempts = read.Entry.Attempts,
            IsStale = read.Outcome == ReadOutcome.Stale,
        };
    }

    private static Symbol Named(Symbol symbol) =>
        symbol.IsEmpty ? throw new ArgumentException("The symbol is empty.", nameof(symbol)) : symbol;

    /// <summary>Options of prices, which may name a window.</summary>
    private MarketRequestOptions? CheckedOfPrices(PriceRange range, MarketRequestOptions? options)
    {
        if (options is null)
        {
            return null;
        }

        if (options.Interval is { } interval && !Enum.IsDefined(interval))
        {
            throw new ArgumentException($"{interval} is no interval.", nameof(options));
        }

        var now = time.GetUtcNow();
        return RequestRules.Refuse(range, options, now) is { } refusal
            ? throw new ArgumentException(refusal.Message, nameof(options))
            : Named(RequestRules.Normalize(options, now));
    }

    private MarketRequestOptions? Checked(MarketRequestOptions? options, bool hasPast = true)
    {
        if (options is null)
        {
            return null;
        }

        if (options is not { Interval: null, From: null, To: null })
        {
            throw new ArgumentException("Interval, From and To are of prices alone.", nameof(options));
        }

        if (!hasPast && options.AsOf is not null)
        {
            throw MarketDataException.NotSupported("AsOf of a description or of a provider's own type");
        }

        return RequestRules.Refuse(PriceRange.Max, options, time.GetUtcNow()) is { } refusal
            ? throw new ArgumentException(refusal.Message, nameof(options))
            : Named(options);
    }

    private MarketRequestOptions Named(MarketRequestOptions options) =>
        options.Provider is { } name
            ? options with { Provider = registry.Find(name) ?? throw new ArgumentException($"No provider is registered as '{name}'.", nameof(options)) }
            : options;
}
