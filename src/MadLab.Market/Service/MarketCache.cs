using System.Collections.Concurrent;
using MadLab.Market.Caching;
using MadLab.Market.Diagnostics;
using MadLab.Market.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Market.Service;

/// <summary>The one way to an answer: cache, then one upstream call per key however many callers, then a stale answer.</summary>
internal sealed class MarketCache : IMarketCache, IDisposable
{
    private readonly SieveCache<MarketKey, MarketEntry> _entries;
    private readonly ConcurrentDictionary<MarketKey, Flight> _flights = new();
    private readonly IMarketFetcher _fetcher;
    private readonly ILiveDataSwitch _live;
    private readonly MarketOptions _options;
    private readonly MarketMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<MarketCache> _logger;
    private readonly CancellationTokenSource _stopping = new();

    public MarketCache(
        IMarketFetcher fetcher, ILiveDataSwitch live, IOptions<MarketOptions> options, MarketMetrics metrics, TimeProvider time, ILogger<MarketCache> logger)
    {
        _fetcher = fetcher;
        _live = live;
        _options = options.Value;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _entries = new SieveCache<MarketKey, MarketEntry>(_options.MaxCacheEntries, _options.MaxCacheBytes);
        metrics.Observe(_entries);
    }

    public int Count => _entries.Count;

    public int Remove(Symbol? symbol = null, string? type = null)
    {
        MarketKind? kind = type is null ? null
            : MarketKinds.TryParse(type, out var parsed) ? parsed
            : throw new ArgumentException($"Unknown type '{type}'.", nameof(type));
        return _entries.RemoveWhere(key => (kind is null || key.Kind == kind) && (symbol is null || key.IsAbout(symbol.Value.Value)));
    }

    /// <summary>Ends the calls that are under way. Comes more than once: the container holds this object under two types.</summary>
    public void Dispose() => _stopping.Cancel();

    /// <summary>The answer for a key.</summary>
    /// <exception cref="MarketDataException">There is none, not even a stale one.</exception>
    public ValueTask<MarketRead> ReadAsync(MarketKey key, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var live = _live.IsOn;
        if (_entries.TryGet(key, out var entry))
        {
            // With live data off nothing is fresh: whoever is told so must not keep it.
            if (entry.IsFresh(now) && (live || entry.Error is not null))
            {
                return ValueTask.FromResult(Answer(entry, ReadOutcome.Hit));
            }

            if (entry.CanStandIn(now) && (!live || now < entry.RetryAt))
            {
                return ValueTask.FromResult(Answer(entry, ReadOutcome.Stale));
            }
        }

        if (!live && !key.IsView)
        {
            throw ProviderChain.LiveDataOff();
        }

        return FetchAsync(key, cancellationToken);
    }

    /// <summary>An entry's body in a coding, compressed at most once; what it adds counts against the cap.</summary>
    public EncodedBody Encode(MarketEntry entry, string? coding)
    {
        var body = entry.In(coding, out var grown);
        if (grown > 0)
        {
            _metrics.Evicted(_entries.Grow(entry.Key, entry, grown));
        }

        return body;
    }

    private async ValueTask<MarketRead> FetchAsync(MarketKey key, CancellationToken cancellationToken)
    {
        var mine = new Flight();
        var flight = _flights.GetOrAdd(key, mine);
        if (ReferenceEquals(flight, mine))
        {
            // Not awaited: it belongs to every caller, and goes on when this one leaves.
            _ = FlyAsync(key, mine);
        }

        var read = await flight.Task.WaitAsync(cancellationToken);
        return Answer(read.Entry, ReferenceEquals(flight, mine) || read.Outcome == ReadOutcome.Stale ? read.Outcome : ReadOutcome.Shared);
    }

    private async Task FlyAsync(MarketKey key, Flight flight)
    {
        try
        {
            // Looked up again: another flight may have landed between the caller's miss and this one's take-off.
            _entries.TryGet(key, out var known);
            var read = known is not null && known.IsFresh(_time.GetUtcNow())
                ? new MarketRead(known, ReadOutcome.Hit)
                : await RefreshAsync(key, known);

            // Landed before it is told: whoever misses from here on finds the entry.
            _flights.TryRemove(new KeyValuePair<MarketKey, Flight>(key, flight));
            flight.SetResult(read);
        }
        catch (Exception e)
        {
            _flights.TryRemove(new KeyValuePair<MarketKey, Flight>(key, flight));
            flight.SetException(e);

            // Callers may all have left; then nobody observes the failure, and the fetcher has logged it.
            _ = flight.Task.Exception;
        }
    }

    private async Task<MarketRead> RefreshAsync(MarketKey key, MarketEntry? known)
    {
        try
        {
            var entry = await _fetcher.FetchAsync(key, this, _stopping.Token);
            if (entry.IsStale)
            {
                return new MarketRead(entry, ReadOutcome.Stale);
            }

            _metrics.Evicted(_entries.Set(key, entry, entry.Weight));
            return new MarketRead(entry, ReadOutcome.Miss);
        }
        catch (MarketDataException e) when (e.Kind is MarketErrorKind.SymbolUnknown or MarketErrorKind.NoData)
        {
            // An answer of its own, remembered for a while so that asking again costs the upstream nothing.
            return Remember(key, e, _options.UnknownSymbolMemory);
        }
        catch (MarketDataException e) when (StandsInFor(e.Kind) && known?.CanStandIn(_time.GetUtcNow()) == true)
        {
            var now = _time.GetUtcNow();
            known.RetryAt = now + (e.RetryAfter is { } wait && wait > _options.StaleRetry ? wait : _options.StaleRetry);
            _logger.ServingStale(key.Kind.ToText(), key.Subject, (now - known.FreshUntil).TotalSeconds);
            return new MarketRead(known, ReadOutcome.Stale);
        }
        catch (MarketDataException e) when (e.Kind == MarketErrorKind.Malformed)
        {
            // A broken file is as broken a moment later: not read again for every caller.
            return Remember(key, e, _options.StaleRetry);
        }
    }

    private MarketRead Remember(MarketKey key, MarketDataException error, TimeSpan memory)
    {
        var now = _time.GetUtcNow();
        var entry = new MarketEntry { Key = key, Error = error, FreshUntil = now + memory, StaleUntil = now };
        if (memory > TimeSpan.Zero)
        {
            _metrics.Evicted(_entries.Set(key, entry, entry.Weight));
        }

        return new MarketRead(entry, ReadOutcome.Miss);
    }

    private static bool StandsInFor(MarketErrorKind kind) => ProviderHealth.IsFault(kind) || kind == MarketErrorKind.LiveDataDisabled;

    private MarketRead Answer(MarketEntry entry, ReadOutcome outcome)
    {
        _metrics.Read(outcome);
        if (entry.Error is { } error)
        {
            // A new one each time: an exception thrown twice from one instance loses its stack to a race.
            throw new MarketDataException(error.Kind, error.Message, error.InnerException)
            {
                Provider = error.Provider,
                Attempts = error.Attempts,
                RetryAfter = error.RetryAfter,
            };
        }

        return new MarketRead(entry, outcome);
    }

    private sealed class Flight() : TaskCompletionSource<MarketRead>(TaskCreationOptions.RunContinuationsAsynchronously);
}
