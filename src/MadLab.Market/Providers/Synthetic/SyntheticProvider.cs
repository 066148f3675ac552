using System.Runtime.CompilerServices;

namespace MadLab.Market.Providers.Synthetic;

/// <summary>A made-up market that is a function of symbol and time: the same on every node and after a restart, for any symbol.</summary>
/// <remarks>
/// Everything derives from one path, top down: the session's open, high, low and close, minutes inside them, steps of 200 ms inside
/// those. Bars, quotes, key figures and surface of one moment therefore agree. All instruments, crypto pairs too, keep the hours of the US stock exchanges. Outside
/// the session the live price (in quotes, key figures and surface alike) stays within a few basis points of the close and returns to it every full minute.
/// </remarks>
internal sealed class SyntheticProvider(TimeProvider time)
    : IPriceProvider, IKpiProvider, IQuoteProvider, IQuoteStreamProvider, IVolSurfaceProvider, ISymbolSearchProvider, IInstrumentInfoProvider
{
    /// <summary>The name clients ask for, and the feed's.</summary>
    public const string Name = "synthetic";

    /// <summary>The currency of all prices.</summary>
    public const string Currency = "USD";

    private readonly TapeMemo _tapes = new();

    /// <inheritdoc/>
    public ProviderDescriptor Descriptor { get; } = new()
    {
        Feed = Name,
        IsDemo = true,
        TestSymbol = Symbol.Parse("AAPL"),
        AnswersAsOf = true,
        Currency = Currency,
        Adjustments = [PriceAdjustment.Raw, PriceAdjustment.Splits, PriceAdjustment.All],
        Limits = new ProviderLimits
        {
            MaxSymbolsPerCall = 1_000,
            Intervals = [BarInterval.OneMinute, BarInterval.FiveMinutes, BarInterval.FifteenMinutes, BarInterval.OneHour, BarInterval.OneDay],
            PollInterval = TimeSpan.FromMilliseconds(Steps.Milliseconds),
            MaxSilence = Timeout.InfiniteTimeSpan, // made here: there is no upstream to fall silent
        },
    };

    /// <inheritdoc/>
    public Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Answer(
            request.Symbol,
            tape => request.Interval is not null || (request.Range.IsIntraday() && !request.DailyOnly)
                ? SyntheticPrices.Intraday(tape, request, time.GetUtcNow())
                : SyntheticPrices.Daily(tape, request, time.GetUtcNow()),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Kpis> GetKpisAsync(Symbol symbol, CancellationToken cancellationToken = default) =>
        Answer(symbol, tape => SyntheticQuotes.Kpis(tape, tape.At(Steps.At(time.GetUtcNow()))), cancellationToken);

    /// <inheritdoc/>
    public Task<VolSurface> GetVolSurfaceAsync(Symbol symbol, CancellationToken cancellationToken = default) =>
        Answer(symbol, tape => SyntheticSurface.At(tape.Instrument, tape.At(Steps.At(time.GetUtcNow()))), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Quote>> GetQuotesAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        var step = Steps.At(time.GetUtcNow());
        var quotes = new List<Quote>(symbols.Count);
        try
        {
            foreach (var symbol in symbols)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!symbol.IsEmpty)
                {
                    var tape = _tapes.Get(symbol);
                    quotes.Add(SyntheticQuotes.Quote(tape.Instrument, tape.At(step)));
                }
            }
        }
        catch (MarketDataException e)
        {
            return Task.FromException<IReadOnlyList<Quote>>(e);
        }
        catch (OperationCanceledException)
        {
            return Task.FromCanceled<IReadOnlyList<Quote>>(cancellationToken);
        }

        return Task.FromResult<IReadOnlyList<Quote>>(quotes);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var tape = Tape(symbol);
        for (var sent = 0L; ;)
        {
            var now = time.GetUtcNow();
            var step = Steps.At(now);

            // A step back is a timer's or a time server's doing and waits; more is a clock that was set, and is followed.
            if (step > sent || step < sent - Steps.PerMinute)
            {
                sent = step;
                yield return SyntheticQuotes.Quote(tape.Instrument, tape.At(step));
                continue; // the reader took its time: look at the clock again
            }

            // Up to the next full millisecond, because a timer cuts off the rest and would come too early.
            var wait = (Steps.TimeOf(sent + 1) - now).TotalMilliseconds;
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait)), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SymbolMatch>> SearchAsync(string text, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<IReadOnlyList<SymbolMatch>>(cancellationToken)
            : Task.FromResult(SyntheticSearch.Find(text, limit));
    }

    /// <inheritdoc/>
    public Task<InstrumentInfo> GetInfoAsync(Symbol symbol, CancellationToken cancellationToken = default) =>
        Answer(symbol, tape => SyntheticQuotes.Info(tape.Instrument), cancellationToken);

    private Task<T> Answer<T>(Symbol symbol, Func<Tape, T> make, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            return Task.FromResult(make(Tape(symbol)));
        }
        catch (MarketDataException e)
        {
            return Task.FromException<T>(e);
        }
    }

    private Tape Tape(Symbol symbol) => symbol.IsEmpty ? throw MarketDataException.SymbolUnknown(symbol, "it is empty.") : _tapes.Get(symbol);
}
