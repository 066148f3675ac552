using System.Security.Cryptography;
using MadLab.Access;
using MadLab.Streaming.Access;
using MadLab.Streaming.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Streaming.Hub;

/// <summary>The cells of all symbols somebody listens to: one upstream each, shared by every client of every transport.</summary>
internal sealed class QuoteHub : IDisposable
{
    // An unknown symbol is asked for again after this, not at every attempt of an insistent client.
    private static readonly TimeSpan FailureLifetime = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Lock _publishing = new();
    private readonly Dictionary<CellKey, SymbolCell> _cells = [];
    private readonly StreamingOptions _options;
    private readonly ITimer _sweep;
    private readonly IDisposable _liveChange;
    private long _published;
    private int _statusVersion;
    private int _faults;
    private long _sweepAt = long.MaxValue;
    private bool _disposed;

    public QuoteHub(IQuoteFeed feed, IOptions<StreamingOptions> options, TimeProvider time, StreamMetrics metrics, ILogger<QuoteHub> logger, IMarketAccess? access = null)
    {
        KeepsSources = access is not null;
        Feed = feed;
        Time = time;
        Metrics = metrics;
        Logger = logger;
        _options = options.Value;
        _sweep = time.CreateTimer(static hub => ((QuoteHub)hub!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _liveChange = feed.OnLiveChange(_ => StatusChanged());
    }

    public IQuoteFeed Feed { get; }

    /// <summary>Whether every value keeps who served it, for the host to be asked about.</summary>
    public bool KeepsSources { get; }

    public TimeProvider Time { get; }

    public StreamMetrics Metrics { get; }

    public ILogger Logger { get; }

    /// <summary>Names this run of the process: versions of different epochs cannot be compared.</summary>
    public string Epoch { get; } = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 12);

    /// <summary>The newest version. Every version up to it is already in its cell: read it before the cells, and what is not newer is complete.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <summary>Changes whenever a status could; a connection compares it before it works out its own.</summary>
    public int StatusVersion => Volatile.Read(ref _statusVersion);

    /// <summary>Changes with every error of a cell; a connection compares it before it looks for errors among its own.</summary>
    public int Faults => Volatile.Read(ref _faults);

    /// <summary>Symbols with an open upstream.</summary>
    public int OpenSymbols
    {
        get
        {
            lock (_gate)
            {
                var open = 0;
                foreach (var cell in _cells.Values)
                {
                    open += cell.IsOpen && cell.Delay == TimeSpan.Zero ? 1 : 0;
                }

                return open;
            }
        }
    }

    /// <summary>Holds a symbol's cell, opening its upstream where it is the first to ask; null when the hub holds as many symbols as it may.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="delay">By how much its quotes are held back; those of another delay are in another cell.</param>
    public SymbolCell? Acquire(Symbol symbol, TimeSpan delay = default)
    {
        var key = new CellKey(symbol, delay);
        SymbolCell? replaced = null;
        SymbolCell? cell;
        var isNew = false;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_cells.TryGetValue(key, out cell) && cell.Error is { IsFinal: true } && Time.GetElapsedTime(cell.FailedAt) >= FailureLifetime)
            {
                // Whoever still holds the failed cell releases that one: a release goes by cell, not by symbol.
                _cells.Remove(key);
                replaced = cell;
                cell = null;
            }

            if (cell is null)
            {
                if (_cells.Count >= _options.MaxSymbols && !TryReclaim(ref replaced))
                {
                    return null;
                }

                cell = new SymbolCell(this, symbol, delay);
                _cells.Add(key, cell);
                isNew = true;
            }

            cell.References++;
        }

        replaced?.Close();
        if (isNew)
        {
            cell.Open();
        }

        return cell;
    }

    /// <summary>Holds the cell that goes with what the host said; of a refused symbol one that says so. Null as <see cref="Acquire(Symbol, TimeSpan)"/>.</summary>
    public SymbolCell? Acquire(Symbol symbol, Grant? grant) =>
        grant is { IsRefused: true }
            ? SymbolCell.Refusal(this, symbol, AccessQuestion.NotEntitled(symbol.Value))
            : Acquire(symbol, grant?.Delay ?? TimeSpan.Zero);

    /// <summary>Keeps a cell whose error is final, held or not: while it is here, nobody asks the feed for its symbol again.</summary>
    public void KeepFailed(SymbolCell cell)
    {
        lock (_gate)
        {
            cell.KeepUntil = Math.Max(cell.KeepUntil, After(cell.FailedAt, FailureLifetime));
        }
    }

    /// <summary>Lets a cell go; its upstream stays open for <paramref name="linger"/>, so that coming and going does not churn the provider.</summary>
    public void Release(SymbolCell cell, TimeSpan linger)
    {
        lock (_gate)
        {
            cell.KeepUntil = Math.Max(cell.KeepUntil, After(Time.GetTimestamp(), linger));
            if (--cell.References == 0 && !_disposed)
            {
                SweepAt(cell.KeepUntil);
            }
        }
    }

    /// <summary>Lets a cell go as a connection does.</summary>
    public void Release(SymbolCell cell) => Release(cell, _options.FeedLinger);

    public CellValue? GetLast(Symbol symbol)
    {
        lock (_gate)
        {
            return _cells.TryGetValue(new CellKey(symbol, default), out var cell) ? cell.Current : null;
        }
    }

    /// <summary>Who serves a symbol's quotes, or would; null when nobody can.</summary>
    public QuoteSourceInfo? SourceOf(Symbol symbol)
    {
        SymbolCell? cell;
        lock (_gate)
        {
            _cells.TryGetValue(new CellKey(symbol, default), out cell);
        }

        return cell is null ? Feed.Describe(symbol) : cell.Source;
    }

    public void StatusChanged() => Interlocked.Increment(ref _statusVersion);

    /// <summary>Gives the quote its version and swaps it in, in one step: see <see cref="Published"/>.</summary>
    public void Publish(SymbolCell cell, Quote quote, int ordinal)
    {
        var now = Time.GetTimestamp();
        lock (_publishing)
        {
            var seq = _published + 1;
            cell.Swap(new CellValue(quote, seq, ordinal, now, Epoch, KeepsSources ? cell.Source : null));
            Volatile.Write(ref _published, seq);
        }
    }

    /// <summary>The same for what is wrong with a cell.</summary>
    public void Publish(SymbolCell cell, CellError error)
    {
        lock (_publishing)
        {
            var seq = _published + 1;
            cell.Swap(error with { Seq = seq });
            Volatile.Write(ref _published, seq);
        }

        Interlocked.Increment(ref _faults);
    }

    public void Dispose()
    {
        List<SymbolCell> cells;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            cells = [.. _cells.Values];
            _cells.Clear();
        }

        _liveChange.Dispose();
        _sweep.Dispose();
        foreach (var cell in cells)
        {
            cell.Close();
        }
    }

    private long After(long timestamp, TimeSpan time) => timestamp + (long)(time.TotalSeconds * Time.TimestampFrequency);

    private void Sweep()
    {
        List<SymbolCell> idle = [];
        lock (_gate)
        {
            _sweepAt = long.MaxValue;
            var now = Time.GetTimestamp();
            var next = long.MaxValue;
            foreach (var cell in _cells.Values)
            {
                if (cell.References > 0)
                {
                    continue;
                }

                if (cell.KeepUntil <= now)
                {
                    idle.Add(cell);
                }
                else
                {
                    next = Math.Min(next, cell.KeepUntil);
                }
            }

            foreach (var cell in idle)
            {
                _cells.Remove(new CellKey(cell.Symbol, cell.Delay));
            }

            if (next != long.MaxValue && !_disposed)
            {
                SweepAt(next);
            }
        }

        // Outside the lock: closing calls the feed.
        foreach (var cell in idle)
        {
            cell.Close();
        }
    }

    private void SweepAt(long timestamp)
    {
        if (timestamp >= _sweepAt)
        {
            return;
        }

        _sweepAt = timestamp;
        var wait = Time.GetElapsedTime(Time.GetTimestamp(), timestamp);

        // A millisecond more: a timer that fires a tick early would find nothing to do and be set again and again.
        _sweep.Change(wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    // A full hub gives up an upstream nobody holds before it refuses somebody.
    private bool TryReclaim(ref SymbolCell? reclaimed)
    {
        foreach (var cell in _cells.Values)
        {
            if (cell.References == 0)
            {
                _cells.Remove(new CellKey(cell.Symbol, cell.Delay));
                reclaimed = cell;
                return true;
            }
        }

        return false;
    }

    /// <summary>Callers with different rights never share a cell.</summary>
    private readonly record struct CellKey(Symbol Symbol, TimeSpan Delay);
}
