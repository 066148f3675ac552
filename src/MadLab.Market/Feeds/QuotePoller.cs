using MadLab.Market.Diagnostics;
using MadLab.Market.Providers;
using MadLab.Market.Providers.Calls;
using Microsoft.Extensions.Logging;

namespace MadLab.Market.Feeds;

/// <summary>Asks one provider for all symbols somebody listens to, together, again and again; runs only while somebody does.</summary>
internal sealed class QuotePoller(ProviderHandle handle, TimeSpan timeout, MarketMetrics metrics, TimeProvider time, ILogger logger) : IDisposable
{
    public const string Operation = "quotes";

    // No pause, or a negative one, would spin or break the loop; a timer takes no longer ones than some weeks.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly PollDelivery _delivery = new(handle.Name, metrics, logger);
    private readonly CallRecord _record = new(metrics, logger);

    // By reader and not by symbol: one that comes back may find its earlier self not yet gone.
    private readonly HashSet<PollListener> _listeners = [];
    private CancellationTokenSource? _running;

    /// <summary>Delivers the symbol's quotes until cancelled; ends only by an exception.</summary>
    public async Task RunAsync(Symbol symbol, Action<Quote> deliver, CancellationToken cancellationToken)
    {
        var listener = new PollListener(symbol, deliver);
        lock (_gate)
        {
            _listeners.Add(listener);
            if (_running is null)
            {
                _running = new CancellationTokenSource();
                _ = PollAsync(_running, _running.Token);
            }
        }

        try
        {
            await listener.Failed.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(listener);
        }
    }

    public void Dispose()
    {
        CancellationTokenSource? running;
        lock (_gate)
        {
            running = _running;
            _running = null;
        }

        Stop(running);
    }

    private void Leave(PollListener listener)
    {
        CancellationTokenSource? idle = null;
        lock (_gate)
        {
            _listeners.Remove(listener);
            if (_listeners.Count == 0)
            {
                idle = _running;
                _running = null;
            }
        }

        Stop(idle);
    }

    /// <summary>Stops a loop. Outside the lock, because the provider's callbacks on the token run here.</summary>
    private void Stop(CancellationTokenSource? running)
    {
        if (running is not null)
        {
            running.CancelSafely(logger);
            running.Dispose();
        }
    }

    private async Task PollAsync(CancellationTokenSource running, CancellationToken cancellationToken)
    {
        // Off the caller's thread and out of its lock: a provider may do work before its first await.
        await Task.Yield();
        try
        {
            var limits = handle.Descriptor.Limits;
            var interval = TimeSpan.FromTicks(Math.Clamp(limits.PollInterval.Ticks, ShortestInterval.Ticks, LongestInterval.Ticks));
            while (true)
            {
                PollListener[] wanted;
                lock (_gate)
                {
                    // Those told of a failure are on their way out.
                    wanted = [.. _listeners.Where(l => !l.Failed.IsCompleted)];
                }

                foreach (var part in wanted.GroupBy(l => l.Symbol).Chunk(Math.Max(1, limits.MaxSymbolsPerCall)))
                {
                    await AskAsync(part, cancellationToken);
                }

                await Task.Delay(interval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The last listener left.
        }
        catch (Exception e)
        {
            logger.PollingBroken(handle.Name, e);
            Break(running, new MarketDataException(MarketErrorKind.Unavailable, $"Provider {handle.Name} could not be polled.", e));
        }
    }

    /// <summary>Ends a loop that broke: whoever waited on it is told, and the next to come begins another.</summary>
    private void Break(CancellationTokenSource running, MarketDataException failure)
    {
        PollListener[] waiting;
        lock (_gate)
        {
            if (_running != running)
            {
                // Stopped meanwhile; those who wait now wait on its successor.
                return;
            }

            _running = null;
            waiting = [.. _listeners];
        }

        running.Dispose();
        foreach (var listener in waiting)
        {
            listener.Fail(failure);
        }
    }

    private async Task AskAsync(IGrouping<Symbol, PollListener>[] part, CancellationToken cancellationToken)
    {
        var symbols = Array.ConvertAll(part, p => p.Key);
        var attempt = new CallAttempt(handle, Operation, symbols.Length == 1 ? symbols[0].Value : $"{symbols.Length} symbols", timeout, time);
        try
        {
            var quotes = await attempt.RunAsync(token => CallAsync(symbols, token), cancellationToken);
            _record.Succeeded(attempt);
            _delivery.Deliver(part, quotes);
        }
        catch (MarketDataException e)
        {
            _record.Failed(attempt, e);
            PollDelivery.Fail(part, e);
        }
        catch (NotAskedException e)
        {
            PollDelivery.Fail(part, e.Failure);
        }
    }

    private async Task<IReadOnlyList<Quote>> CallAsync(Symbol[] symbols, CancellationToken cancellationToken) =>
        await ((IQuoteProvider)handle.Provider).GetQuotesAsync(symbols, cancellationToken)
        ?? throw new MarketDataException(MarketErrorKind.Malformed, $"Provider {handle.Name} answered null for quotes.");
}
