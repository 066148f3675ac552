using System.Runtime.CompilerServices;

namespace MadLab.Testing.Tests;

/// <summary>A provider that keeps every rule, until a test takes one of its answers and bends it.</summary>
internal sealed class SoundProvider : IPriceProvider, IKpiProvider, IQuoteProvider, IQuoteStreamProvider, ISymbolSearchProvider, IInstrumentInfoProvider, IOptionChainProvider, IVolSurfaceProvider, ICustomDataProvider
{
    public static readonly DateTimeOffset Now = new(2026, 3, 11, 21, 0, 0, TimeSpan.Zero);
    public static readonly Symbol Acme = Symbol.Parse("ACME");
    public static readonly Symbol Ajax = Symbol.Parse("AJAX");

    private static readonly BarInterval[] Intervals = [BarInterval.FiveMinutes, BarInterval.OneDay];

    public ProviderDescriptor Own { get; set; } = new()
    {
        Feed = "sound",
        Currency = "USD",
        Hours = TradingHours.UsEquity,
        AnswersAsOf = true,
        Adjustments = [PriceAdjustment.Raw, PriceAdjustment.All],
        Limits = new ProviderLimits { Intervals = Intervals },
    };

    public Func<ProviderDescriptor, ProviderDescriptor> OnDescriptor { get; set; } = static d => d;

    public Func<PriceRequest, PriceSeries, PriceSeries> OnPrices { get; set; } = static (_, s) => s;

    public Func<Symbol, Exception> OnUnknown { get; set; } = static s => MarketDataException.SymbolUnknown(s);

    public Func<Kpis, Kpis> OnKpis { get; set; } = static k => k;

    public Func<IReadOnlyList<Quote>, IReadOnlyList<Quote>> OnQuotes { get; set; } = static q => q;

    public Func<int, Quote, Quote> OnStream { get; set; } = static (_, q) => q;

    public Func<CancellationToken, CancellationToken> OnStreamToken { get; set; } = static t => t;

    public Func<string, IReadOnlyList<SymbolMatch>, IReadOnlyList<SymbolMatch>> OnSearch { get; set; } = static (_, m) => m;

    public Func<InstrumentInfo, InstrumentInfo> OnInfo { get; set; } = static i => i;

    public Func<OptionChain, OptionChain> OnChain { get; set; } = static c => c;

    public Func<VolSurface, VolSurface> OnSurface { get; set; } = static s => s;

    public Func<CustomData, CustomData> OnData { get; set; } = static d => d;

    public IReadOnlyList<DataType> DataTypes { get; set; } = [new DataType { Name = "splits", Description = "What was split.", Schema = """{"type":"array"}""" }];

    public ProviderDescriptor Descriptor => OnDescriptor(Own);

    public Task<CustomData> GetDataAsync(string type, Symbol symbol, CancellationToken cancellationToken = default)
    {
        Known(symbol);
        return Task.FromResult(OnData(new CustomData { Json = "[]"u8.ToArray(), AsOf = Now }));
    }

    public Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bars = request.Interval is { } interval && interval.IsIntraday() ? Intraday(request, interval) : Daily(request);
        return Task.FromResult(OnPrices(request, new PriceSeries
        {
            Symbol = Known(request.Symbol),
            Interval = request.Interval ?? BarInterval.OneDay,
            Adjustment = request.Adjustment,
            Bars = bars,
            AsOf = bars[^1].Time.AddHours(1),
        }));
    }

    public Task<Kpis> GetKpisAsync(Symbol symbol, CancellationToken cancellationToken = default) => Task.FromResult(OnKpis(new Kpis
    {
        Symbol = Known(symbol), Name = "Acme", Price = 102, Change = 2, ChangePercent = 2, Volume = 1000, Timestamp = Now, DividendYield = 0.02m, FiftyTwoWeekHigh = 120, FiftyTwoWeekLow = 80,
    }));

    public Task<IReadOnlyList<Quote>> GetQuotesAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancellationToken = default) =>
        Task.FromResult(OnQuotes([.. symbols.Where(static s => s == Acme || s == Ajax).Select(static s => QuoteOf(s, 0))]));

    public async IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Known(symbol);
        for (var i = 0; ; i++)
        {
            yield return OnStream(i, QuoteOf(symbol, i));
            await Task.Delay(TimeSpan.FromMilliseconds(5), OnStreamToken(cancellationToken));
        }
    }

    public Task<IReadOnlyList<SymbolMatch>> SearchAsync(string text, int limit, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<SymbolMatch> all = [new SymbolMatch { Symbol = Acme, Name = "Acme" }, new SymbolMatch { Symbol = Ajax, Name = "Ajax" }];
        return Task.FromResult(OnSearch(text, [.. all.Where(m => m.Symbol.Value.Contains(text, StringComparison.OrdinalIgnoreCase))]));
    }

    public Task<InstrumentInfo> GetInfoAsync(Symbol symbol, CancellationToken cancellationToken = default) =>
        Task.FromResult(OnInfo(new InstrumentInfo { Symbol = Known(symbol), Name = "Acme", TimeZone = "America/New_York", TickSize = 0.01m }));

    public Task<OptionChain> GetOptionChainAsync(Symbol symbol, DateOnly? date = null, CancellationToken cancellationToken = default) => Task.FromResult(OnChain(new OptionChain
    {
        Symbol = Known(symbol), UnderlyingPrice = 102, AsOf = Now,
        Quotes = [.. new[] { 95m, 100, 105 }.Select(static k => new OptionQuote { Strike = k, Expiry = new DateOnly(2026, 4, 17), Right = OptionRight.Call, Bid = 1, Ask = 1.1m })],
    }));

    public Task<VolSurface> GetVolSurfaceAsync(Symbol symbol, CancellationToken cancellationToken = default) => Task.FromResult(OnSurface(new VolSurface
    {
        Symbol = Known(symbol), UnderlyingPrice = 102, Timestamp = Now,
        Points = [.. new[] { 95m, 100, 105 }.Select(static k => new VolPoint { Strike = k, Expiry = new DateOnly(2026, 4, 17), ImpliedVol = 0.25 })],
    }));

    private static Quote QuoteOf(Symbol symbol, int step) => new()
    {
        Symbol = symbol, Price = 102, Change = 2, ChangePercent = 2, Timestamp = Now.AddMilliseconds(step), Open = 100, High = 110, Low = 99, Bid = 101.9m, Ask = 102.1m,
    };

    private Symbol Known(Symbol symbol) => symbol == Acme || symbol == Ajax ? symbol : throw OnUnknown(symbol);

    private static List<Bar> Daily(PriceRequest request)
    {
        var newest = request.AsOf ?? DateOnly.FromDateTime(Now.UtcDateTime);
        var range = request.Range.IsIntraday() ? PriceRange.OneMonth : request.Range is PriceRange.Max ? PriceRange.FiveYears : request.Range;
        var first = range.FirstDay(newest);
        return
        [
            .. Enumerable.Range(first.DayNumber, newest.DayNumber - first.DayNumber + 1).Select(DateOnly.FromDayNumber)
                .Where(static d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                .Select(d => BarAt(new DateTimeOffset(d, default, TimeSpan.Zero), d.DayNumber, request.Symbol)),
        ];
    }

    private static List<Bar> Intraday(PriceRequest request, BarInterval interval)
    {
        var open = new DateTimeOffset(2026, 3, 11, 13, 30, 0, TimeSpan.Zero);
        return
        [
            .. Enumerable.Range(0, 78).Select(i => open + (interval.Length() * i))
                .Where(t => !(t < request.From) && !(t > request.To))
                .Select((t, i) => BarAt(t, i, request.Symbol)),
        ];
    }

    private static Bar BarAt(DateTimeOffset time, int step, Symbol symbol)
    {
        var price = (symbol == Acme ? 100 : 200) + (step % 17);
        return new Bar { Time = time, Open = price, High = price + 2, Low = price - 1, Close = price + 1, Volume = 1000 };
    }
}
