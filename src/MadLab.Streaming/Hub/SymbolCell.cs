using MadLab.Streaming.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MadLab.Streaming.Hub;

/// <summary>The newest state of one symbol and its one upstream. Publishing is a swap: nothing is pushed to anybody.</summary>
internal sealed class SymbolCell(QuoteHub hub, Symbol symbol, TimeSpan delay = default) : IQuoteFeedListener
{
    // A quote somewhat older than the last is out of order; one much older says that the clock was set back or another source took over.
    private static readonly TimeSpan Disorder = TimeSpan.FromSeconds(10);

    // What a feed that neither describes nor names its source is taken for.
    private static readonly QuoteSourceInfo Unnamed = new() { Provider = "unknown", Feed = "unknown" };

    private readonly Lock _waiting = new();
    private volatile CellValue? _current;
    private volatile CellError? _error;
    private QuoteSourceInfo? _source;
    private volatile HashSet<ICellWaiter>? _waiters;
    private IDisposable? _upstream;
    private int _errors;
    private bool _sourceChanged;

    public Symbol Symbol { get; } = symbol;

    /// <summary>By how much the quotes are held back; zero for real time.</summary>
    public TimeSpan Delay { get; } = delay;

    /// <summary>Whether it stands for a symbol that one caller could not have: it is his alone, never opened, and has an error and nothing else.</summary>
    public bool IsRefusal { get; private init; }

    /// <summary>The newest value; null until the first quote.</summary>
    public CellValue? Current => _current;

    /// <summary>What is wrong now; null while all is well.</summary>
    public CellError? Error => _error;

    /// <summary>Who serves the quotes, as far as known.</summary>
    public QuoteSourceInfo? Source
    {
        get
        {
            // Only where nothing is known: the upstream may name its source at this very moment, and knows better.
            if (Volatile.Read(ref _source) is null && hub.Feed.Describe(Symbol) is { } described)
            {
                described = DelayLine.Later(described, Delay);
                Interlocked.CompareExchange(ref _source, described, null);
            }

            return Volatile.Read(ref _source);
        }
    }

    /// <summary>Who served the newest value, or would serve the first, with the feed's own delay.</summary>
    public QuoteSourceInfo? Origin =>
        (_current?.Source ?? Source) is { } source ? DelayLine.Later(source, -Delay) : null;

    /// <summary>Whether the upstream is open and not over for good.</summary>
    public bool IsOpen => Volatile.Read(ref _upstream) is not null && _error is not { IsFinal: true };

    /// <summary>How many hold the cell; the hub's, under its lock.</summary>
    public int References { get; set; }

    /// <summary>The timestamp until which the cell is kept without a holder; the hub's, under its lock.</summary>
    public long KeepUntil { get; set; }

    /// <summary>The timestamp of the final error, or 0.</summary>
    public long FailedAt { get; private set; }

    /// <summary>A cell that only says why its symbol cannot be had.</summary>
    public static SymbolCell Refusal(QuoteHub hub, Symbol symbol, MarketDataException why)
    {
        var code = why.Kind == MarketErrorKind.NotEntitled ? StreamCodes.NotEntitled : StreamCodes.UpstreamUnavailable;
        return new SymbolCell(hub, symbol) { IsRefusal = true, References = 1, _error = new CellError(1, code, why.Message, why, IsFinal: true) };
    }

    public void Open()
    {
        try
        {
            Volatile.Write(ref _upstream, Delay > TimeSpan.Zero ? DelayLine.Open(hub, this) : hub.Feed.Open(Symbol, this));
            hub.Logger.UpstreamOpened(Symbol);
        }
        catch (MarketDataException e)
        {
            OnError(e, final: true);
        }
        catch (Exception e)
        {
            // A feed that throws is a fault of the feed; its subscribers are told, the connection that asked lives on.
            hub.Logger.UpstreamBroken(Symbol, e);
            OnError(new MarketDataException(MarketErrorKind.Unavailable, $"Quotes of {Symbol} are not available.", e), final: true);
        }
    }

    public void Close()
    {
        try
        {
            Interlocked.Exchange(ref _upstream, null)?.Dispose();
            hub.Logger.UpstreamClosed(Symbol);
        }
        catch (Exception e)
        {
            // The sweep must go on to the next cell.
            hub.Logger.UpstreamBroken(Symbol, e);
        }
    }

    public void OnQuote(Quote quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        hub.Metrics.Ticked();
        if (hub.KeepsSources && Source is null)
        {
            // The host is asked about a source: without one nobody could be shown the quote, nor told why.
            OnSource(Unnamed);
        }

        var last = _current;

        // What ends an outage is news, though it says what the last quote said: clients were told that it may be out of date.
        var isNew = last is null || _sourceChanged || _error is { IsFinal: false } || IsNews(quote, last.Quote);
        if (isNew)
        {
            _sourceChanged = false;
            hub.Publish(this, quote, (last?.Ordinal ?? 0) + 1);
        }

        // Any quote, even one that says the same, ends an outage.
        if (_error is { IsFinal: false })
        {
            _error = null;
        }

        if (isNew)
        {
            Wake();
        }
    }

    public void OnSource(QuoteSourceInfo source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source != Interlocked.Exchange(ref _source, source))
        {
            _sourceChanged = true;
            hub.StatusChanged();
        }
    }

    public void OnError(MarketDataException error, bool final)
    {
        ArgumentNullException.ThrowIfNull(error);

        // Switched off is a status, not a failure: last values stay, and the feed delivers again when it is switched on.
        if ((error.Kind == MarketErrorKind.LiveDataDisabled && !final) || _error is { IsFinal: true } || (_error is not null && !final))
        {
            return;
        }

        var code = error.Kind switch
        {
            MarketErrorKind.SymbolUnknown or MarketErrorKind.NoData when final => StreamCodes.SymbolNotFound,
            MarketErrorKind.NotEntitled => StreamCodes.NotEntitled,
            _ => StreamCodes.UpstreamUnavailable,
        };
        var message = error.Message.Contains(Symbol.Value, StringComparison.Ordinal) ? error.Message : $"{Symbol}: {error.Message}";
        if (final)
        {
            FailedAt = hub.Time.GetTimestamp();
            hub.KeepFailed(this);
        }

        hub.Publish(this, new CellError(++_errors, code, message, error, final));
        Wake();
    }

    /// <summary>Has the waiter told once. Look at the cell after this call, not before it.</summary>
    public void AddWaiter(ICellWaiter waiter)
    {
        lock (_waiting)
        {
            (_waiters ??= []).Add(waiter);
        }
    }

    public void RemoveWaiter(ICellWaiter waiter)
    {
        lock (_waiting)
        {
            if (_waiters is { } waiters && waiters.Remove(waiter) && waiters.Count == 0)
            {
                _waiters = null;
            }
        }
    }

    /// <summary>Swaps the value in; only the hub calls it, under its publishing lock.</summary>
    internal void Swap(CellValue value) => _current = value;

    /// <inheritdoc cref="Swap(CellValue)"/>
    internal void Swap(CellError error) => _error = error;

    private static bool IsNews(Quote quote, Quote last)
    {
        if (quote.Timestamp < last.Timestamp && last.Timestamp - quote.Timestamp < Disorder)
        {
            return false;
        }

        // The same figures at a later moment are no change that a client has to be sent.
        return quote.Price != last.Price || quote.Volume != last.Volume || quote.Change != last.Change
            || quote.ChangePercent != last.ChangePercent || quote.Open != last.Open || quote.High != last.High || quote.Low != last.Low
            || quote.Bid != last.Bid || quote.Ask != last.Ask || quote.BidSize != last.BidSize || quote.AskSize != last.AskSize
            || quote.PreviousClose != last.PreviousClose;
    }

    private void Wake()
    {
        // Full fence between the swap above and this look: whoever registers looks at the value after it.
        Interlocked.MemoryBarrier();
        if (_waiters is null)
        {
            return;
        }

        HashSet<ICellWaiter>? waiters;
        lock (_waiting)
        {
            waiters = _waiters;
            _waiters = null;
        }

        if (waiters is not null)
        {
            foreach (var waiter in waiters)
            {
                waiter.OnCellChanged();
            }
        }
    }
}
