using MadLab.Market.Diagnostics;
using MadLab.Market.Providers;
using MadLab.Market.Quality;

namespace MadLab.Market.Feeds;

internal sealed partial class QuoteFeed
{
    /// <summary>The one upstream of a symbol: goes from provider to provider until its listener leaves.</summary>
    private sealed class Upstream(QuoteFeed feed, Symbol symbol, IQuoteFeedListener listener) : IDisposable
    {
        private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

        private readonly CancellationTokenSource _stop = new();
        private string? _source;

        public void Start() => _ = RunAsync(_stop.Token);

        /// <summary>Ends the run, if it has not ended. Any thread may, more than once, and at the moment of its end.</summary>
        public void Dispose() => _stop.CancelSafely(feed._logger);

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
            finally
            {
                _stop.Dispose();
                feed.Ended(this);
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
                    // Safely: the switch may tell this round after it has ended.
                    round.CancelSafely(feed._logger);
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

                var attempt = new Attempt(feed, handle);
                MarketDataException failure;
                try
                {
                    await ReadAsync(attempt, round.Token);
                    round.Token.ThrowIfCancellationRequested();
                    failure = new MarketDataException(MarketErrorKind.Unavailable, $"Provider {handle.Name} ended its quotes of {symbol}.");
                }
                catch (Exception) when (round.IsCancellationRequested)
                {
                    // Told to end, it did: by an end without a word or by an exception of its own as well as by the usual one.
                    cancellationToken.ThrowIfCancellationRequested();
                    return (null, quotes || attempt.HasQuotes);
                }
                catch (ListenerException e)
                {
                    // Nothing against the provider, and no other would please the listener more: after a pause it may be well again.
                    return (new MarketDataException(MarketErrorKind.Unavailable, $"Quotes of {symbol} could not be delivered.", e.InnerException), true);
                }
                catch (MarketDataException e)
                {
                    failure = e;
                }
                catch (Exception e)
                {
                    failure = new MarketDataException(MarketErrorKind.Unavailable, $"Provider {handle.Name} failed for {symbol}.", e);
                }

                quotes |= attempt.HasQuotes;
                attempt.Failed(failure.Kind);
                gravest = ProviderChain.Graver(gravest, failure);
                if (!failure.TriesNextProvider)
                {
                    break;
                }
            }

            return (gravest ?? MarketDataException.NotSupported($"Streaming of {symbol}"), quotes);
        }

        private async Task ReadAsync(Attempt attempt, CancellationToken cancellationToken)
        {
            if (attempt.IsStream)
            {
                await foreach (var quote in ((IQuoteStreamProvider)attempt.Handle.Provider).StreamQuotesAsync(symbol, cancellationToken).WithCancellation(cancellationToken))
                {
                    // A provider that ignores its token must not go on telling who has left.
                    cancellationToken.ThrowIfCancellationRequested();
                    Deliver(attempt, quote);
                }
            }
            else
            {
                await feed._pollers[attempt.Handle].RunAsync(symbol, quote => Deliver(attempt, quote), cancellationToken);
            }
        }

        private void Deliver(Attempt attempt, Quote? quote)
        {
            var handle = attempt.Handle;
            if (QuoteValidation.FindProblem(symbol, quote) is { } problem)
            {
                // One bad quote says little about the next: it is left out and the sequence goes on.
                feed._metrics.Invalid();
                feed._logger.QuoteSkipped(handle.Name, symbol.Value, problem);
                return;
            }

            attempt.Quoted();
            try
            {
                if (_source != handle.Name)
                {
                    _source = handle.Name;
                    listener.OnSource(Describe(handle, symbol));
                }

                if (feed._live.IsOn)
                {
                    listener.OnQuote(quote!);
                }
            }
            catch (Exception e)
            {
                throw new ListenerException(e);
            }
        }
    }

    /// <summary>One attempt to read a symbol from one provider, as the provider's record sees it.</summary>
    /// <remarks>
    /// A stream is no call: it counts by its beginning, as a success once its first quote came. A poll's calls are the poller's to
    /// record, once each however many symbols they were for.
    /// </remarks>
    private sealed class Attempt(QuoteFeed feed, ProviderHandle handle)
    {
        private readonly long _started = feed._time.GetTimestamp();

        public ProviderHandle Handle => handle;

        public bool IsStream { get; } = handle.Can(ProviderCapabilities.QuoteStream);

        public bool HasQuotes { get; private set; }

        private TimeSpan Elapsed
        {
            get
            {
                // No call takes longer than the time limit: a longer silence is that of the market, not of the provider.
                var elapsed = feed._time.GetElapsedTime(_started);
                return elapsed < feed._timeout ? elapsed : feed._timeout;
            }
        }

        public void Quoted()
        {
            if (!HasQuotes)
            {
                HasQuotes = true;
                if (IsStream)
                {
                    handle.Health.Succeeded(Elapsed);
                }
            }
        }

        public void Failed(MarketErrorKind kind)
        {
            if (IsStream)
            {
                // How long it ran well is not how long the failure took.
                handle.Health.Failed(kind, HasQuotes ? TimeSpan.Zero : Elapsed);
            }
        }
    }

    /// <summary>What a listener threw, told from what a provider throws.</summary>
    private sealed class ListenerException(Exception inner) : Exception("The listener failed.", inner);
}
