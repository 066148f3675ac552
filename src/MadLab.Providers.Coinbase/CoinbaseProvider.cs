using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace MadLab.Providers.Coinbase;

/// <summary>Bars, symbols and live quotes of Coinbase Exchange, from its public services.</summary>
/// <remarks>
/// A session is a day in UTC. Changes of quotes are those of the last 24 hours, as the exchange reckons them. All quotes come over one connection. Thread-safe.
/// </remarks>
public sealed class CoinbaseProvider : IPriceProvider, IQuoteStreamProvider, ISymbolSearchProvider, IInstrumentInfoProvider, IAsyncDisposable
{
    private static readonly BarInterval[] Intervals = [BarInterval.OneMinute, BarInterval.FiveMinutes, BarInterval.FifteenMinutes, BarInterval.OneHour, BarInterval.OneDay];

    private readonly UpstreamClient _upstream;
    private readonly CoinbaseCandles _candles;
    private readonly QuoteLink _link;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private volatile HeldProducts? _products;

    /// <summary>Creates the provider; nothing is called until it is asked.</summary>
    /// <param name="options">The addresses; Coinbase's own by default.</param>
    /// <param name="handler">What sends requests, such as a recording; a handler of its own by default. It is not disposed.</param>
    /// <param name="time">The clock; the system's by default.</param>
    /// <param name="logger">Hears of the feed's connections; nobody by default.</param>
    public CoinbaseProvider(CoinbaseOptions? options = null, HttpMessageHandler? handler = null, TimeProvider? time = null, ILogger<CoinbaseProvider>? logger = null)
    {
        options ??= new CoinbaseOptions();
        _time = time ?? TimeProvider.System;
        _http = handler is null
            ? new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            : new HttpClient(handler, disposeHandler: false);
        _http.BaseAddress = options.Address;

        // Asked for by the service; without one it answers 400.
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("MadLab");
        _upstream = new UpstreamClient(_http, new UpstreamOptions { Name = "Coinbase", MapError = CoinbaseErrors.Map, Time = _time });
        _candles = new CoinbaseCandles(_upstream, new CallBudget(options.RequestsPerSecond, TimeSpan.FromSeconds(1), _time), _time);
        _link = new QuoteLink(new CoinbaseProtocol(options.FeedAddress), _time, logger);
    }

    /// <inheritdoc/>
    public ProviderDescriptor Descriptor { get; } = new()
    {
        Feed = "coinbase",
        AssetClasses = [AssetClass.Crypto],
        Hours = TradingHours.Always,
        TestSymbol = Symbol.Parse("BTC-USD"),
        Attribution = "Market data by Coinbase Exchange",
        Terms = new Uri("https://www.coinbase.com/legal/market_data"),

        // One answer has 300 bars; 20 pages of them at the allowed pace take some seconds.
        Limits = new ProviderLimits { Intervals = Intervals, MaxIntradayWindow = TimeSpan.FromDays(200), CallTimeout = TimeSpan.FromSeconds(30), MaxConcurrentCalls = 8 },
    };

    /// <inheritdoc/>
    public async Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var id = CoinbaseSymbols.IdOf(request.Symbol);
        var interval = request.DailyOnly ? BarInterval.OneDay
            : request.Interval ?? (request.Range is PriceRange.OneDay ? BarInterval.FiveMinutes : request.Range is PriceRange.FiveDays ? BarInterval.FifteenMinutes : BarInterval.OneDay);
        var bars = await _candles.ReadAsync(request, id, interval, cancellationToken).ConfigureAwait(false);
        return new PriceSeries
        {
            Symbol = request.Symbol,
            Interval = interval,
            Adjustment = PriceAdjustment.Raw,
            Bars = bars,
            Currency = CoinbaseSymbols.QuoteCurrencyOf(id),
            AsOf = bars[^1].IsFinal ? bars[^1].Time + interval.Length() : _time.GetUtcNow(),
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // BTC/USD is another name of BTC-USD, and its quotes are asked for by that one.
        await foreach (var quote in _link.ReadAsync(Symbol.Parse(CoinbaseSymbols.IdOf(symbol)), cancellationToken).ConfigureAwait(false))
        {
            yield return quote.Symbol == symbol ? quote : quote with { Symbol = symbol };
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SymbolMatch>> SearchAsync(string text, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var products = await ProductsAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. products.Where(p => p.Symbol.Value.Contains(text, StringComparison.OrdinalIgnoreCase) || p.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                .OrderBy(p => !p.Symbol.Value.StartsWith(text, StringComparison.OrdinalIgnoreCase))
                .ThenBy(static p => p.Symbol)
                .Take(limit)
                .Select(static p => new SymbolMatch { Symbol = p.Symbol, Name = p.Name, Type = AssetClass.Crypto }),
        ];
    }

    /// <inheritdoc/>
    public async Task<InstrumentInfo> GetInfoAsync(Symbol symbol, CancellationToken cancellationToken = default)
    {
        var id = CoinbaseSymbols.IdOf(symbol);
        var product = (await ProductsAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(p => p.Symbol.Value == id) ?? throw MarketDataException.SymbolUnknown(symbol);
        return new InstrumentInfo
        {
            Symbol = symbol, Name = product.Name, Type = AssetClass.Crypto, Exchange = "COINBASE", TimeZone = "Etc/UTC", Currency = CoinbaseSymbols.QuoteCurrencyOf(id), TickSize = product.Tick,
        };
    }

    /// <summary>Closes the feed's connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync().ConfigureAwait(false);
        _http.Dispose();
    }

    /// <summary>All pairs that trade, asked for every ten minutes at most: some hundred kilobytes.</summary>
    private async Task<IReadOnlyList<CoinbaseProduct>> ProductsAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (_products is not { } held || held.Products.IsFaulted || held.Products.IsCanceled || now - held.At > TimeSpan.FromMinutes(10))
        {
            // Two that come at once ask twice, which does no harm. Nobody's token: others may wait for the same answer.
            _products = held = new HeldProducts(_upstream.GetAsync("products", CoinbaseProduct.ReadAll, cancellationToken: CancellationToken.None), now);
        }

        return await held.Products.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private sealed record HeldProducts(Task<IReadOnlyList<CoinbaseProduct>> Products, DateTimeOffset At);
}
