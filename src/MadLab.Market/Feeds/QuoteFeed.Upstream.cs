using MadLab.Market.Diagnostics;
using MadLab.Market.Feeds.Silence;
using MadLab.Market.Providers;
using MadLab.Market.Providers.Calls;

namespace MadLab.Market.Feeds;

internal sealed partial class QuoteFeed
{
    /// <summary>The one upstream of a symbol: goes from provider to provider until its listener leaves.</summary>
    private sealed class Upstream(QuoteFeed feed, Symbol symbol, IQuoteFeedListener listener) : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Patience _patience = new();
        private readonly Backoff _backoff = new(Random.Shared);
        private string? _source;
        private Quote? _newest;

        public void Start() => _ = RunAsync(_stop.Token);

        /// <summary>Ends the run, if it has not ended. Any thread may, more than once, and at the moment of its end.</summary>
        public void Dispose() => _stop.CancelSafely(feed._logger);

        private async Task RunAsync(CancellationToken cancellationToken)
        {
            // Off the caller's thread at once: a provider may do work before its first await.
            await Task.Yield();
            try
            {
                while (true)
                {
                    await LiveAsync(cancellationToken);
                    var (failure, ranWell) = await RoundAsync(cancellationToken);
                    if (failure is null)
                    {
                        continue;
                    }

                    if (failure.Kind is MarketErrorKind.SymbolUnknown or MarketErrorKind.NoData or MarketErrorKind.NotSupported or MarketErrorKind.NotEntitled)
                    {
                        listener.OnError(failure, final: true);
                        return;
                    }

                    if (ranWell)
                    {
                        _backoff.Reset();
                    }

                    listener.OnError(failure, final: false);
                    var wait = _backoff.Next();
                    feed._logger.QuotesStopped(symbol.Value, failure.Kind, wait.TotalSeconds, failure);
                    await Task.Delay(wait, feed._time, cancellationToken);
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

        /// <summary>Tries every provider once; returns the gravest failure, or null when live data was switched off, and whether quotes came for a while.</summary>
        private async Task<(MarketDataException? Failure, bool RanWell)> RoundAsync(CancellationToken cancellationToken)
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
            var ranWell = false;
            foreach (var handle in feed.Capable)
            {
                if (!feed._live.IsOn)
                {
                    return (null, ranWell);
                }

                if (Refusals.Of(handle, symbol) is { } refusal)
                {
                    gravest = ProviderChain.Graver(gravest, refusal);
                    continue;
                }

                if (handle.Can(ProviderCapabilities.QuoteStream) && handle.Quota.RestLeft is { } rest)
                {
                    // Its upstream has said until when; a poll's calls ask for themselves.
                    gravest = ProviderChain.Graver(gravest, CallAttempt.UsedUp(handle, rest));
                    continue;
                }

                var attempt = new Attempt(feed, handle, symbol, _newest, _patience, Deliver);
                MarketDataException failure;
                try
                {
                    failure = await attempt.RunAsync(round.Token);
                }
                catch (Exception) when (round.IsCancellationRequested)
                {
                    // Told to end, it did: by an end without a word or by an exception of its own as well as by the usual one.
                    cancellationToken.ThrowIfCancellationRequested();
                    return (null, ranWell || attempt.RanWell);
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
                    failure = new MarketDataException(CallFailures.KindOf(e), $"Provider {handle.Name} failed for {symbol}.", e);
                }
                finally
                {
                    _newest = attempt.Newest;
                }

                ranWell |= attempt.RanWell;
                attempt.Failed(failure.Kind);
                if (attempt.IsStream)
                {
                    handle.RestAfter(failure);
                }

                if (ProviderHealth.IsFault(failure.Kind))
                {
                    feed._metrics.Restarted(handle.Name, attempt.Reason);
                    feed._logger.SequenceFailed(handle.Name, symbol.Value, attempt.Reason, failure.Message);
                }

                gravest = ProviderChain.Graver(gravest, failure);
                if (!failure.TriesNextProvider)
                {
                    break;
                }
            }

            return (gravest ?? MarketDataException.NotSupported($"Streaming of {symbol}"), ranWell);
        }

        private void Deliver(ProviderHandle handle, Quote quote)
        {
            if (_source != handle.Name)
            {
                _source = handle.Name;
                listener.OnSource(Describe(handle, symbol));
            }

            if (feed._live.IsOn)
            {
                listener.OnQuote(quote);
            }
        }
    }
}
