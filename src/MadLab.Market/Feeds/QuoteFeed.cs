using MadLab.Market.Diagnostics;
using MadLab.Market.Providers;
using MadLab.Market.Quality;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Market.Feeds;

/// <summary>Live quotes from the first provider that has them, with failover, back-off and the live-data switch.</summary>
internal sealed class QuoteFeed : IQuoteFeed, IDisposable
{
    private readonly ProviderRegistry _registry;
    private readonly ILiveDataSwitch _live;
    private readonly TimeProvider _time;
    private readonly ILogger<QuoteFeed> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<ProviderHandle, QuotePoller> _pollers = [];
    private readonly IDisposable _liveLog;

    public QuoteFeed(ProviderRegistry registry, ILiveDataSwitch live, TimeProvider time, IOptions<MarketOptions> options, ILogger<QuoteFeed> logger)
    {
        _registry = registry;
        _live = live;
        _time = time;
        _logger = logger;
        foreach (var handle in registry.All)
        {
            if (handle.Can(ProviderCapabilities.Quotes) && !handle.Can(ProviderCapabilities.QuoteStream))
            {
                _pollers.Add(handle, new QuotePoller(handle, options.Value.ProviderTimeout, time));
            }
        }

        _liveLog = live.OnChange(on => logger.LiveData(on ? "on" : "off"));
    }

    public bool IsLive => _live.IsOn;

    public bool IsDemo => Capable.FirstOrDefault()?.Descriptor.IsDemo ?? false;

    private IEnumerable<ProviderHandle> Capable =>
        _registry.Chain.Where(h => h.Can(ProviderCapabilities.QuoteStream | ProviderCapabilities.Quotes));

    public QuoteSourceInfo? Describe(Symbol symbol) => Capable.FirstOrDefault() is { } handle ? Describe(handle, symbol) : null;

    public IDisposable Open(Symbol symbol, IQuoteFeedListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var upstream = new Upstream(this, symbol, listener, CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token));
        upstream.Start();
        return upstream;
    }

    public IDisposable OnLiveChange(Action<bool> changed) => _live.OnChange(changed);

    public void Dispose()
    {
        _liveLog.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
        foreach (var poller in _pollers.Values)
        {
            poller.Dispose();
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

    /// <summary>The one upstream of a symbol: goes from provider to provider until its listener leaves.</summary>
    private sealed class Upstream(QuoteFeed feed, Symbol symbol, IQuoteFeedListener listener, CancellationTokenSource stop) : IDisposable
    {
        private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

        private string? _source;

        public void Start() => _ = RunAsync(stop.Token);

        public void Dispose() => stop.Cancel();

        private async Task RunAsync(CancellationToken cancellationToken)
        {
            // Off the caller's thread at once: a provider may do work before its first await.
            await Task.Yield();
            var wait = TimeSpan.FromSeconds(1);
            try
            {
                while (true)
                {
                    await LiveAsync(cancellationToken);
                    var (failure, quotes) = await RoundAsync(cancellationToken);
                    if (failure is null)
                    {
                        continue;
                    }

                    if (failure.Kind is MarketErrorKind.SymbolUnknown or MarketErrorKind.NoData or MarketErrorKind.NotSupported or MarketErrorKind.NotEntitled)
                    {
                        listener.OnError(failure, final: true);
                        return;
                    }

                    wait = quotes ? TimeSpan.FromSeconds(1) : wait;
                    listener.OnError(failure, final: false);
                    feed._logger.QuotesStopped(symbol.Value, failure.Kind, wait.TotalSeconds, failure);
                    await Task.Delay(wait, feed._time, cancellationToken);
                    wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The listener left or the host stops.
            }
            catch (Exception e)
            {
                // The listener itself failed: nobody is left to tell.
                feed._logger.UpstreamBroken(symbol.Value, e);
            }
        }

        /// <summary>Waits until live data is on.</summary>
        private async Task LiveAsync(CancellationToken cancellationToken)
        {
            while (!feed._live.IsOn)
            {
                var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using var registration = feed._live.OnChange(_ => changed.TrySetResult());

                // Looked at again after registering: it may have been switched on in between.
                if (!feed._live.IsOn)
                {
                    await changed.Task.WaitAsync(cancellationToken);
                }
            }
        }

        /// <summary>Tries every provider once; returns the gravest failure, or null when live data was switched off.</summary>
        private async Task<(MarketDataException? Failure, bool Quotes)> RoundAsync(CancellationToken cancellationToken)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var switched = feed._live.OnChange(on =>
            {
                if (!on)
                {
                    round.Cancel();
                }
            });
            MarketDataException? gravest = null;
            var quotes = false;
            foreach (var handle in feed.Capable)
            {
                if (!feed._live.IsOn)
                {
                    return (null, quotes);
                }

                var started = feed._time.GetTimestamp();
                MarketDataException failure;
                try
                {
                    await ReadAsync(handle, () => quotes = true, round.Token);
                    failure = new MarketDataException(MarketErrorKind.Unavailable, $"Provider {handle.Name} ended its quotes of {symbol}.");
                }
                catch (OperationCanceledException) when (round.IsCancellationRequested)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    return (null, quotes);
                }
                catch (MarketDataException e)
                {
                    failure = e;
                }
                catch (Exception e)
                {
                    failure = new MarketDataException(MarketErrorKind.Unavailable, $"Provider {handle.Name} failed for {symbol}.", e);
                }

                handle.Health.Failed(failure.Kind, feed._time.GetElapsedTime(started));
                gravest = ProviderChain.Graver(gravest, failure);
                if (!failure.TriesNextProvider)
                {
                    break;
                }
            }

            return (gravest ?? MarketDataException.NotSupported($"Streaming of {symbol}"), quotes);
        }

        private async Task ReadAsync(ProviderHandle handle, Action first, CancellationToken cancellationToken)
        {
            if (handle.Can(ProviderCapabilities.QuoteStream))
            {
                await foreach (var quote in ((IQuoteStreamProvider)handle.Provider).StreamQuotesAsync(symbol, cancellationToken).WithCancellation(cancellationToken))
                {
                    Deliver(handle, quote, first);
                }
            }
            else
            {
                await feed._pollers[handle].RunAsync(symbol, quote => Deliver(handle, quote, first), cancellationToken);
            }
        }

        private void Deliver(ProviderHandle handle, Quote quote, Action first)
        {
            QuoteValidation.Check(symbol, quote);
            if (_source != handle.Name)
            {
                _source = handle.Name;
                listener.OnSource(Describe(handle, symbol));
            }

            first();
            if (feed._live.IsOn)
            {
                listener.OnQuote(quote);
            }
        }
    }
}
