using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MadLab.Testing;

/// <summary>A provider that answers what a test put in, counts its calls and fails on request.</summary>
/// <remarks>
/// <code>
/// var fake = new FakeProvider();
/// fake.Prices["AAPL"] = FakeProvider.Daily("AAPL", new DateOnly(2024, 1, 2), 187.15m, 184.25m);
/// builder.Services.AddMadLab().AddProvider("fake", _ => fake);
/// </code>
/// </remarks>
public sealed class FakeProvider : IPriceProvider, IKpiProvider, IQuoteStreamProvider, IOptionChainProvider, IVolSurfaceProvider, ISymbolSearchProvider
{
    private readonly ConcurrentDictionary<Symbol, FakeStream> _streams = new();
    private readonly ConcurrentDictionary<string, int> _calls = new();

    /// <summary>What it says of itself: all adjustments, US dollars, and no retries, so that a test whose clock stands still waits for no pause.</summary>
    public ProviderDescriptor Descriptor { get; set; } = new()
    {
        Feed = "fake",
        Limits = new ProviderLimits { Retries = 0 },
        Currency = "USD",
        Adjustments = [PriceAdjustment.Raw, PriceAdjustment.Splits, PriceAdjustment.All],
    };

    /// <summary>The series by symbol, answered whatever the range.</summary>
    public ConcurrentDictionary<string, PriceSeries> Prices { get; } = new();

    /// <summary>The key figures by symbol.</summary>
    public ConcurrentDictionary<string, Kpis> Kpis { get; } = new();

    /// <summary>The surfaces by symbol.</summary>
    public ConcurrentDictionary<string, VolSurface> Surfaces { get; } = new();

    /// <summary>The option chains by symbol.</summary>
    public ConcurrentDictionary<string, OptionChain> Chains { get; } = new();

    /// <summary>What a search finds.</summary>
    public IList<SymbolMatch> Matches { get; } = [];

    /// <summary>Thrown by every call while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Awaited by every call before it answers; null, the default, for none. A test holds calls back with it.</summary>
    public Func<CancellationToken, Task>? Gate { get; set; }

    /// <summary>How many calls there were of an operation: <c>prices</c>, <c>kpis</c>, <c>options</c>, <c>vol</c>, <c>search</c>, <c>stream</c>.</summary>
    public int Calls(string operation) => _calls.GetValueOrDefault(operation);

    /// <summary>How many streams of a symbol are being read.</summary>
    public int Listening(Symbol symbol) => _streams.TryGetValue(symbol, out var stream) ? stream.Readers : 0;

    /// <summary>Sends a quote to whoever streams its symbol; the last one is also the first that a later reader gets.</summary>
    public void Push(Quote quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        _streams.GetOrAdd(quote.Symbol, static _ => new FakeStream()).Push(quote);
    }

    /// <summary>Sends a quote with this price, the rest derived from it.</summary>
    public void Push(Symbol symbol, decimal price, DateTimeOffset timestamp) => Push(new Quote
    {
        Symbol = symbol, Price = price, Timestamp = timestamp, Open = price, High = price, Low = price,
    });

    /// <summary>A daily series of closes on successive weekdays from a day on; each bar opens at the close before it.</summary>
    public static PriceSeries Daily(string symbol, DateOnly first, params decimal[] closes)
    {
        ArgumentNullException.ThrowIfNull(closes);
        var bars = new List<Bar>(closes.Length);
        var day = first;
        for (var i = 0; i < closes.Length; i++)
        {
            while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                day = day.AddDays(1);
            }

            var open = i == 0 ? closes[0] : closes[i - 1];
            bars.Add(new Bar
            {
                Time = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero),
                Open = open,
                High = Math.Max(open, closes[i]),
                Low = Math.Min(open, closes[i]),
                Close = closes[i],
                Volume = 1000,
            });
            day = day.AddDays(1);
        }

        return new PriceSeries
        {
            Symbol = Symbol.Parse(symbol),
            Interval = BarInterval.OneDay,
            Adjustment = PriceAdjustment.All,
            Bars = bars,
            Currency = "USD",
            AsOf = bars.Count == 0 ? null : bars[^1].Time.AddHours(21),
        };
    }

    /// <inheritdoc/>
    public async Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        await CallAsync("prices", cancellationToken).ConfigureAwait(false);
        return Find(Prices, request.Symbol) with { Adjustment = request.Adjustment };
    }

    /// <inheritdoc/>
    public async Task<Kpis> GetKpisAsync(Symbol symbol, CancellationToken cancellationToken = default)
    {
        await CallAsync("kpis", cancellationToken).ConfigureAwait(false);
        return Find(Kpis, symbol);
    }

    /// <inheritdoc/>
    public async Task<OptionChain> GetOptionChainAsync(Symbol symbol, DateOnly? date = null, CancellationToken cancellationToken = default)
    {
        await CallAsync("options", cancellationToken).ConfigureAwait(false);
        return Find(Chains, symbol);
    }

    /// <inheritdoc/>
    public async Task<VolSurface> GetVolSurfaceAsync(Symbol symbol, CancellationToken cancellationToken = default)
    {
        await CallAsync("vol", cancellationToken).ConfigureAwait(false);
        return Find(Surfaces, symbol);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SymbolMatch>> SearchAsync(string text, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        await CallAsync("search", cancellationToken).ConfigureAwait(false);
        return [.. Matches.Where(m => m.Symbol.Value.Contains(text, StringComparison.OrdinalIgnoreCase) || m.Name.Contains(text, StringComparison.OrdinalIgnoreCase)).Take(limit)];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await CallAsync("stream", cancellationToken).ConfigureAwait(false);
        var stream = _streams.GetOrAdd(symbol, static _ => new FakeStream());
        var reader = stream.Join();
        try
        {
            await foreach (var quote in reader.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return quote;
            }
        }
        finally
        {
            stream.Leave(reader);
        }
    }

    private async Task CallAsync(string operation, CancellationToken cancellationToken)
    {
        _calls.AddOrUpdate(operation, 1, static (_, count) => count + 1);
        if (Gate is { } gate)
        {
            await gate(cancellationToken).ConfigureAwait(false);
        }

        if (Failure is { } failure)
        {
            throw failure;
        }
    }

    private static T Find<T>(ConcurrentDictionary<string, T> answers, Symbol symbol) =>
        answers.TryGetValue(symbol.Value, out var answer) ? answer : throw MarketDataException.SymbolUnknown(symbol);

    private sealed class FakeStream
    {
        private readonly Lock _gate = new();
        private readonly List<Channel<Quote>> _readers = [];
        private Quote? _last;

        public int Readers
        {
            get
            {
                lock (_gate)
                {
                    return _readers.Count;
                }
            }
        }

        public void Push(Quote quote)
        {
            lock (_gate)
            {
                _last = quote;
                foreach (var reader in _readers)
                {
                    reader.Writer.TryWrite(quote);
                }
            }
        }

        public Channel<Quote> Join()
        {
            var reader = Channel.CreateUnbounded<Quote>();
            lock (_gate)
            {
                if (_last is not null)
                {
                    reader.Writer.TryWrite(_last);
                }

                _readers.Add(reader);
            }

            return reader;
        }

        public void Leave(Channel<Quote> reader)
        {
            lock (_gate)
            {
                _readers.Remove(reader);
            }
        }
    }
}
