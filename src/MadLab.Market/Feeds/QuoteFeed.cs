using System.Runtime.CompilerServices;
using MadLab.Market.Diagnostics;
using MadLab.Market.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Market.Feeds;

/// <summary>Live quotes from the first provider that has them, with failover, back-off and the live-data switch.</summary>
/// <remarks>
/// After a failover a symbol stays with the provider that took over until that one fails: going back sooner would cut a stream that
/// works for one that may not.
/// </remarks>
internal sealed partial class QuoteFeed : IQuoteFeed, IDisposable
{
    private readonly ProviderRegistry _registry;
    private readonly ILiveDataSwitch _live;
    private readonly TimeProvider _time;
    private readonly ILogger<QuoteFeed> _logger;
    private readonly MarketMetrics _metrics;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _silence;
    private readonly LeftBehind _leftBehind = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Upstream> _upstreams = [];
    private readonly Dictionary<ProviderHandle, QuotePoller> _pollers = [];
    private readonly Dictionary<ProviderHandle, StrongBox<long>> _heard = [];
    private readonly IDisposable _liveLog;
    private bool _disposed;

    public QuoteFeed(
        ProviderRegistry registry,
        ILiveDataSwitch live,
        MarketMetrics metrics,
        TimeProvider time,
        IOptions<MarketOptions> options,
        ILogger<QuoteFeed> logger)
    {
        _registry = registry;
        _live = live;
        _time = time;
        _logger = logger;
        _metrics = metrics;
        _timeout = options.Value.ProviderTimeout;
        _silence = options.Value.QuoteSilence;
        foreach (var handle in registry.All)
        {
            _heard.Add(handle, new StrongBox<long>(time.GetTimestamp()));
            if (handle.Can(ProviderCapabilities.Quotes) && !handle.Can(ProviderCapabilities.QuoteStream))
            {
                _pollers.Add(handle, new QuotePoller(handle, handle.TimeLimit(QuotePoller.Operation, _timeout), metrics, time, logger));
            }
        }

        _liveLog = live.OnChange(on => logger.LiveData(on ? "on" : "off"));
    }

    public bool IsLive => _live.IsOn;

    public bool IsDemo => Capable.FirstOrDefault()?.Descriptor.IsDemo ?? false;

    /// <summary>How many upstreams run; none when all were closed and have ended.</summary>
    internal int OpenUpstreams
    {
        get
        {
            lock (_gate)
            {
                return _upstreams.Count;
            }
        }
    }

    /// <summary>How many sequences were told to end and have not within a second.</summary>
    internal int SequencesLeftBehind => _leftBehind.Count;

    private IEnumerable<ProviderHandle> Capable =>
        _registry.Chain.Where(h => h.Can(ProviderCapabilities.QuoteStream | ProviderCapabilities.Quotes));

    public QuoteSourceInfo? Describe(Symbol symbol) => Capable.FirstOrDefault() is { } handle ? Describe(handle, symbol) : null;

    public IDisposable Open(Symbol symbol, IQuoteFeedListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var upstream = new Upstream(this, symbol, listener);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _upstreams.Add(upstream);
        }

        upstream.Start();
        return upstream;
    }

    public IDisposable OnLiveChange(Action<bool> changed) => _live.OnChange(changed);

    public void Dispose()
    {
        _liveLog.Dispose();
        Upstream[] running;
        lock (_gate)
        {
            _disposed = true;
            running = [.. _upstreams];
        }

        // Outside the lock: each takes itself off the list when it ends.
        foreach (var upstream in running)
        {
            upstream.Dispose();
        }

        foreach (var poller in _pollers.Values)
        {
            poller.Dispose();
        }
    }

    /// <summary>Notes that a provider said something new, about whatever symbol.</summary>
    private void Heard(ProviderHandle handle) => Volatile.Write(ref _heard[handle].Value, _time.GetTimestamp());

    private bool HeardWithin(ProviderHandle handle, TimeSpan silence) => _time.GetElapsedTime(Volatile.Read(ref _heard[handle].Value)) < silence;

    private void Ended(Upstream upstream)
    {
        lock (_gate)
        {
            _upstreams.Remove(upstream);
        }
    }

    private static QuoteSourceInfo Describe(ProviderHandle handle, Symbol symbol) => new()
    {
        Provider = handle.Name,
        Feed = handle.Descriptor.Feed,
        DelaySeconds = handle.Descriptor.DelaySeconds,
        Currency = handle.Descriptor.Currency,
        IsDemo = handle.Descriptor.IsDemo,
        Replay = handle.Provider is IQuoteStreamProvider stream ? stream.GetReplay(symbol) : null,
    };
}
