namespace MadLab.Providers.AlphaVantage;

/// <summary>Daily bars, quotes and symbols of shares and funds from Alpha Vantage.</summary>
/// <remarks>
/// Series are asked for raw, with splits and dividends where the plan has them, and corrected here: one way for all adjustments. The service takes the key in its address alone; it is in no error and no
/// log of this package, and .NET's own tracing leaves queries out of addresses. Thread-safe.
/// </remarks>
public sealed class AlphaVantageProvider : IPriceProvider, IQuoteProvider, ISymbolSearchProvider, IDisposable
{
    /// <summary>Class shares with a hyphen, <c>BRK-B</c>; no indices, currencies or options.</summary>
    private static readonly SymbolMap Map = new(new SymbolSpelling { Share = "{0}-{1}", Index = null, Forex = null, Crypto = null, Option = null });

    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private readonly AlphaVantageOptions _options;
    private readonly UpstreamClient _upstream;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <summary>Creates the provider; nothing is called until it is asked.</summary>
    /// <param name="options">The key and what its plan allows.</param>
    /// <param name="handler">What sends requests, such as a recording; a handler of its own by default. It is not disposed.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public AlphaVantageProvider(AlphaVantageOptions options, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time ?? TimeProvider.System;
        _http = handler is null
            ? new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            : new HttpClient(handler, disposeHandler: false);
        _http.BaseAddress = options.Address;
        _upstream = new UpstreamClient(_http, new UpstreamOptions
        {
            Name = "Alpha Vantage", MapError = AlphaVantageErrors.Map, Secrets = options.Key is { } key ? [key] : [], Time = _time,
        });
        Descriptor = new ProviderDescriptor
        {
            Feed = "alphavantage",
            Credentials = string.IsNullOrWhiteSpace(options.Key) ? ProviderCredentials.Missing : ProviderCredentials.Present,
            AssetClasses = [AssetClass.Equity, AssetClass.Etf],
            DelaySeconds = options.DelaySeconds,
            Currency = "USD",
            Hours = TradingHours.UsEquity,
            TestSymbol = Symbol.Parse("IBM"),
            Adjustments = options.IsPremium ? [PriceAdjustment.Raw, PriceAdjustment.Splits, PriceAdjustment.All] : [PriceAdjustment.Raw],
            Attribution = "Data by Alpha Vantage",
            Terms = new Uri("https://www.alphavantage.co/terms_of_service/"),

            // A retry would be one of 25 calls a day; a quote that changes with the session's end need not be polled more often.
            Limits = new ProviderLimits
            {
                MaxSymbolsPerCall = 1, CallsPerDay = options.CallsPerDay, CallsPerMinute = options.CallsPerMinute, Retries = 0,
                PollInterval = TimeSpan.FromMinutes(options.CallsPerDay is null ? 1 : 60), MaxSilence = Timeout.InfiniteTimeSpan,
            },
        };
    }

    /// <inheritdoc/>
    public ProviderDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public async Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var function = _options.IsPremium ? "TIME_SERIES_DAILY_ADJUSTED" : "TIME_SERIES_DAILY";
        var size = _options.IsPremium && Days(request.Range) > 100 ? "full" : "compact";
        var (bars, splits, dividends) = await _upstream.GetAsync(
            $"query?function={function}&outputsize={size}&{Ask(request.Symbol)}", AlphaVantageReading.Daily, request.Symbol, cancellationToken).ConfigureAwait(false);
        var adjustment = _options.IsPremium ? request.Adjustment : PriceAdjustment.Raw;
        var cut = BarSeries.Cut(CorporateActions.Adjust(bars, adjustment, splits, dividends), request).ToList();
        var close = CloseOf(cut[^1]);
        if (close > _time.GetUtcNow())
        {
            cut[^1] = cut[^1] with { IsFinal = false };
            close = _time.GetUtcNow();
        }

        return new PriceSeries
        {
            Symbol = request.Symbol, Interval = BarInterval.OneDay, Adjustment = adjustment, Bars = cut, AsOf = close > cut[^1].Time ? close : cut[^1].Time,
            Currency = request.Symbol.Value.Contains('.', StringComparison.Ordinal) && !Map.ToUpstream(request.Symbol).Contains('-', StringComparison.Ordinal) ? null : "USD",
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Quote>> GetQuotesAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        var quotes = new List<Quote>(symbols.Count);
        foreach (var symbol in symbols)
        {
            var quote = await _upstream.GetAsync(
                $"query?function=GLOBAL_QUOTE&{Ask(symbol)}", json => AlphaVantageReading.Quote(json, symbol, NewYork), symbol, cancellationToken).ConfigureAwait(false);
            if (quote is not null)
            {
                var now = _time.GetUtcNow();
                quotes.Add(quote.Timestamp > now ? quote with { Timestamp = now } : quote);
            }
        }

        return quotes;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SymbolMatch>> SearchAsync(string text, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var matches = await _upstream.GetAsync(
            $"query?function=SYMBOL_SEARCH&keywords={Uri.EscapeDataString(text)}&apikey={Key}", static json => AlphaVantageReading.Matches(json, Map), cancellationToken: cancellationToken).ConfigureAwait(false);
        return [.. matches.DistinctBy(static m => m.Symbol).Take(limit)];
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http.Dispose();

    private string Key => Uri.EscapeDataString(_options.Key ?? throw new MarketDataException(MarketErrorKind.Unauthorized, "The Alpha Vantage key is missing."));

    private string Ask(Symbol symbol) => $"symbol={Uri.EscapeDataString(Map.ToUpstream(symbol))}&apikey={Key}";

    private static DateTimeOffset CloseOf(Bar bar)
    {
        var close = DateOnly.FromDateTime(bar.Time.UtcDateTime).ToDateTime(new TimeOnly(16, 0));
        return new DateTimeOffset(close, NewYork.GetUtcOffset(close)).ToUniversalTime();
    }

    private static int Days(PriceRange range) => range switch
    {
        PriceRange.OneDay or PriceRange.FiveDays => 5,
        PriceRange.OneMonth => 23,
        PriceRange.ThreeMonths => 66,
        _ => int.MaxValue,
    };
}
