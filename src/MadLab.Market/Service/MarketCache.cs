using MadLab.Market.Caching;
using MadLab.Market.Diagnostics;
using MadLab.Market.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Market.Service;

/// <summary>The one way to an answer: cache, then one upstream call per key however many callers, then a stale answer.</summary>
internal sealed partial class MarketCache : IMarketCache, IDisposable
{
    private readonly SieveCache<MarketKey, MarketEntry> _entries;

    // What there is nothing for. Apart, because names that do not exist are free to make up: they must not push out answers.
    private readonly SieveCache<MarketKey, MarketEntry> _refusals;
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
        _refusals = new SieveCache<MarketKey, MarketEntry>(Math.Max(1, _options.MaxCacheEntries / 4), _options.MaxCacheBytes);
        metrics.Observe(_entries);
    }

    public int Count => _entries.Count;

    /// <summary>How many refusals are remembered; at most a quarter of the entries.</summary>
    public int Refusals => _refusals.Count;

    public int Remove(Symbol? symbol = null, string? type = null)
    {
        MarketKind? kind = type is null ? null : MarketKinds.TryParse(type, out var parsed) ? parsed : MarketKind.Custom;
        var own = kind is MarketKind.Custom ? _fetcher.FindType(type!) ?? throw new ArgumentException($"Unknown type '{type}'.", nameof(type)) : null;
        bool Matches(MarketKey key) => (kind is null || (key.Kind == kind && key.DataType == own)) && (symbol is null || key.IsAbout(symbol.Value.Value));

        // Flights first: one that lands before it is told leaves its entry where the next line takes it out.
        Abandon(Matches);
        return _entries.RemoveWhere(Matches) + _refusals.RemoveWhere(Matches);
    }

    /// <summary>Ends the calls that are under way. Comes more than once: the container holds this object under two types.</summary>
    public void Dispose() => _stopping.Cancel();

    /// <summary>What is held for a key, however old, without asking anybody; null when nothing is.</summary>
    public MarketEntry? Peek(MarketKey key) => _entries.TryGet(key, out var entry) ? entry : null;

    /// <summary>The answer for a key.</summary>
    /// <exception cref="MarketDataException">There is none, not even a stale one.</exception>
    public ValueTask<MarketRead> ReadAsync(MarketKey key, CancellationToken cancellationToken)
    {
        if (key is { Kind: MarketKind.Prices, DailyOnly: true } && !key.Range.IsIntraday())
        {
            // Daily anyway: what correlations read is what charts read.
            key = key with { DailyOnly = false };
        }

        var now = _time.GetUtcNow();
        var live = _live.IsOn;
        MarketEntry? standIn = null;
        if (_entries.TryGet(key, out var entry))
        {
            // With live data off nothing is fresh: whoever is told so must not keep it.
            if (live && entry.IsFresh(now))
            {
                if (entry.IsRefreshDue(now))
                {
                    RefreshEarly(entry);
                }

                return ValueTask.FromResult(Answer(entry, ReadOutcome.Hit));
            }

            if (entry.CanStandIn(now))
            {
                if (!live || now < entry.RetryAt)
                {
                    return ValueTask.FromResult(Answer(entry, ReadOutcome.Stale));
                }

                standIn = entry;
            }
        }
        else if (_refusals.TryGet(key, out var refusal) && refusal.IsFresh(now))
        {
            return ValueTask.FromResult(Answer(refusal, ReadOutcome.Hit));
        }

        if (!live && !key.IsView)
        {
            throw ProviderChain.LiveDataOff();
        }

        return FetchAsync(key, standIn, cancellationToken);
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

    private async ValueTask<MarketRead> FetchAsync(MarketKey key, MarketEntry? standIn, CancellationToken cancellationToken)
    {
        if (Join(key, standIn, out var isMine) is not { } flight)
        {
            return standIn is not null
                ? Answer(standIn, ReadOutcome.Stale)
                : throw new MarketDataException(MarketErrorKind.Unavailable, "Too many answers are being fetched; ask again in a moment.") { RetryAfter = TimeSpan.FromSeconds(1) };
        }

        // Counted from the flight's start: of those who hold something stale, only the first of a slow flight wait at all.
        var limit = standIn is null ? _options.HardTimeout : _options.SoftTimeout - _time.GetElapsedTime(flight.Started);
        if (limit <= TimeSpan.Zero && !flight.Landed.IsCompleted)
        {
            return Answer(standIn!, ReadOutcome.Stale);
        }

        MarketRead read;
        try
        {
            read = await flight.Landed.WaitAsync(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, _time, cancellationToken);
        }
        catch (TimeoutException e)
        {
            // Only the waiting ended: the flight goes on and fills the cache.
            if (standIn is not null)
            {
                _logger.ServingStale(key.Kind.ToText(), key.Subject, (_time.GetUtcNow() - standIn.FreshUntil).TotalSeconds);
                return Answer(standIn, ReadOutcome.Stale);
            }

            throw new MarketDataException(
                MarketErrorKind.Timeout, $"No answer for {key.Subject} within {limit.TotalSeconds} s; it is being fetched still, ask again.", e);
        }

        return Answer(read.Entry, isMine || read.Outcome == ReadOutcome.Stale ? read.Outcome : ReadOutcome.Shared);
    }

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
}
