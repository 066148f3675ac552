using System.Collections.Concurrent;
using System.Diagnostics;
using MadLab.Market.Caching;
using MadLab.Market.Diagnostics;

namespace MadLab.Market.Service;

/// <content>Fetches that are under way: at most one per key, whoever and however many wait for it.</content>
internal sealed partial class MarketCache
{
    // A failure names one provider's wait; another may answer before.
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<MarketKey, Flight> _flights = new();
    private int _flying;

    /// <summary>The flight of a key, started where there is none; null when too many are under way.</summary>
    private Flight? Join(MarketKey key, MarketEntry? replaced, out bool isMine)
    {
        isMine = false;
        if (_flights.TryGetValue(key, out var flight))
        {
            return flight;
        }

        // Callers who hang up leave their flights behind; without a limit they could pile up.
        if (Volatile.Read(ref _flying) >= _options.MaxPendingFetches)
        {
            return null;
        }

        var mine = new Flight(key, _time.GetTimestamp());
        flight = _flights.GetOrAdd(key, mine);
        isMine = ReferenceEquals(flight, mine);
        if (isMine)
        {
            Interlocked.Increment(ref _flying);
            Start(mine, replaced);
        }

        return flight;
    }

    /// <summary>Asks again for what is still fresh. Nobody waits, and nobody is told of a failure.</summary>
    private void RefreshEarly(MarketEntry entry)
    {
        if (entry.TryClaimRefresh())
        {
            _ = Join(entry.Key, entry, out _);
        }
    }

    private void Start(Flight flight, MarketEntry? replaced)
    {
        // Without the caller's context: his culture, his rights, his request must not colour an answer that is everybody's. The
        // trace alone goes along. Off his thread: a provider that blocks holds up nobody who can leave or has something stale.
        var trace = Activity.Current;
        ThreadPool.UnsafeQueueUserWorkItem(
            static state =>
            {
                Activity.Current = state.trace;
                _ = state.Cache.FlyAsync(state.flight, state.replaced);
            },
            (Cache: this, flight, replaced, trace),
            preferLocal: false);
    }

    private async Task FlyAsync(Flight flight, MarketEntry? replaced)
    {
        try
        {
            // An entry that was evicted since the caller held it can still stand in; one that was cleared must not.
            var read = LandedMeanwhile(flight.Key, replaced, out var known) ?? await RefreshAsync(flight, known ?? (flight.IsCleared ? null : replaced));

            // Out of the list before it is told: whoever misses from here on finds the entry.
            Leave(flight);
            flight.Land(read);
        }
        catch (Exception e)
        {
            // The host stops; all other failures are answers.
            Leave(flight);
            flight.Crash(e);
        }
    }

    /// <summary>What another flight brought between the caller's miss and this one's start.</summary>
    private MarketRead? LandedMeanwhile(MarketKey key, MarketEntry? replaced, out MarketEntry? known)
    {
        var now = _time.GetUtcNow();
        if (_entries.TryGet(key, out known))
        {
            return known.IsFresh(now) && !ReferenceEquals(known, replaced) ? new MarketRead(known, ReadOutcome.Hit) : null;
        }

        return _refusals.TryGet(key, out var refusal) && refusal.IsFresh(now) ? new MarketRead(refusal, ReadOutcome.Hit) : null;
    }

    private void Leave(Flight flight)
    {
        _flights.TryRemove(new KeyValuePair<MarketKey, Flight>(flight.Key, flight));
        Interlocked.Decrement(ref _flying);
    }

    /// <summary>Lets nobody else board, and keeps what they bring out of the cache.</summary>
    private void Abandon(Func<MarketKey, bool> matches)
    {
        foreach (var (key, flight) in _flights)
        {
            if (matches(key))
            {
                flight.Clear();
                _flights.TryRemove(new KeyValuePair<MarketKey, Flight>(key, flight));
            }
        }
    }

    private async Task<MarketRead> RefreshAsync(Flight flight, MarketEntry? known)
    {
        MarketDataException failure;
        try
        {
            var entry = await _fetcher.FetchAsync(flight.Key, this, _stopping.Token);
            if (entry.IsStale)
            {
                return new MarketRead(entry, ReadOutcome.Stale);
            }

            flight.Keep(entry, KeepAnswer);
            return new MarketRead(entry, ReadOutcome.Miss);
        }
        catch (MarketDataException e)
        {
            failure = e;
        }
        catch (Exception e) when (!_stopping.IsCancellationRequested)
        {
            // Numbers that pass every check can still be too much for a computation. The upstream's fault to clients; ours to look into.
            _logger.AnswerNotMade(flight.Key.Kind.ToText(), flight.Key.Subject, e);
            failure = new MarketDataException(MarketErrorKind.Malformed, $"The {flight.Key.Kind.ToText()} of {flight.Key.Subject} could not be made from what the providers answered.", e);
        }

        return Without(flight, known, failure);
    }

    /// <summary>What is answered where the providers had nothing: their refusal, or what was known before.</summary>
    private MarketRead Without(Flight flight, MarketEntry? known, MarketDataException failure)
    {
        var now = _time.GetUtcNow();
        if (StandsInFor(failure.Kind) && known?.CanStandIn(now) == true)
        {
            known.RetryAt = now + RetryPause(failure.RetryAfter);
            if (known.IsFresh(now))
            {
                return new MarketRead(known, ReadOutcome.Hit);
            }

            _logger.ServingStale(flight.Key.Kind.ToText(), flight.Key.Subject, (now - known.FreshUntil).TotalSeconds);
            return new MarketRead(known, ReadOutcome.Stale);
        }

        var memory = failure.Kind switch
        {
            // An answer of its own, remembered for a while so that asking again costs the upstream nothing.
            MarketErrorKind.SymbolUnknown or MarketErrorKind.NoData => _options.UnknownSymbolMemory,

            // A broken file is as broken a moment later: not read again for every caller.
            MarketErrorKind.Malformed => _options.StaleRetry,
            _ => TimeSpan.Zero,
        };
        var refusal = new MarketEntry { Key = flight.Key, Error = failure, FreshUntil = now + memory, StaleUntil = now };
        if (memory > TimeSpan.Zero)
        {
            flight.Keep(refusal, KeepRefusal);
        }

        return new MarketRead(refusal, ReadOutcome.Miss);
    }

    /// <summary>How long a stand-in is given out without asking again.</summary>
    private TimeSpan RetryPause(TimeSpan? asked)
    {
        var pause = asked < LongestRetry ? asked.Value : asked is null ? TimeSpan.Zero : LongestRetry;
        return pause > _options.StaleRetry ? pause : _options.StaleRetry;
    }

    private void KeepAnswer(MarketEntry entry)
    {
        _metrics.Evicted(_entries.Set(entry.Key, entry, entry.Weight));
        _refusals.Remove(entry.Key);
    }

    private void KeepRefusal(MarketEntry refusal)
    {
        _refusals.Set(refusal.Key, refusal, refusal.Weight);
        _entries.Remove(refusal.Key);
    }

    // A provider that had it and now says that it cannot is in trouble too; only what is an answer in itself is passed on.
    private static bool StandsInFor(MarketErrorKind kind) => kind is not (MarketErrorKind.SymbolUnknown or MarketErrorKind.NoData or MarketErrorKind.NotEntitled);
}
