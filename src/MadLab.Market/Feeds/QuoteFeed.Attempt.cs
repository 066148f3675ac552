using MadLab.Market.Diagnostics;
using MadLab.Market.Feeds.Silence;
using MadLab.Market.Providers;
using MadLab.Market.Quality;

namespace MadLab.Market.Feeds;

internal sealed partial class QuoteFeed
{
    /// <summary>One attempt to read a symbol from one provider: reads on a thread of its own, is watched, and keeps the provider's record.</summary>
    /// <remarks>
    /// A stream is no call: it counts by its beginning, as a success once its first quote came. A poll's calls are the poller's to
    /// record, once each however many symbols they were for; only what the feed itself finds wrong with the quotes is added here.
    /// </remarks>
    private sealed class Attempt(QuoteFeed feed, ProviderHandle handle, Symbol symbol, Quote? known, Patience patience, Action<ProviderHandle, Quote> deliver)
    {
        // What a sequence has after it was told to end; see IQuoteStreamProvider.
        private static readonly TimeSpan Parting = TimeSpan.FromSeconds(1);

        private readonly Lock _gate = new();
        private readonly QuoteOrder _order = new(known);
        private readonly long _started = feed._time.GetTimestamp();
        private SilenceWatch? _watch;
        private TimeSpan _silence;
        private long _firstQuote;
        private bool _hasNews;
        private bool _closed;

        /// <summary>Why it ended, as the metrics call it.</summary>
        public string Reason { get; private set; } = "failed";

        public bool IsStream { get; } = handle.Can(ProviderCapabilities.QuoteStream);

        // A stream that is down says nothing about the calls, nor they about it.
        private string Operation => IsStream ? "stream" : QuotePoller.Operation;

        public bool HasQuotes { get; private set; }

        /// <summary>Whether quotes came for long enough that the failure after them is the first of its kind.</summary>
        public bool RanWell => HasQuotes && feed._time.GetElapsedTime(_firstQuote) >= Backoff.Longest;

        /// <summary>The newest quote known of the symbol, from here or from before.</summary>
        public Quote? Newest => _order.Newest;

        /// <summary>Delivers quotes until they end or stop coming, and says why; what the provider throws is thrown. Once it has ended nothing more is delivered.</summary>
        public async Task<MarketDataException> RunAsync(CancellationToken cancellationToken)
        {
            if (feed._leftBehind.IsFull(handle, symbol))
            {
                return new MarketDataException(MarketErrorKind.Unavailable, $"Provider {handle.Name} has not ended its earlier sequences of {symbol}.");
            }

            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var watch = SilenceRule.For(handle, symbol, feed._silence, feed._timeout) is { } rule ? new SilenceWatch(rule, patience, feed._time) : null;
            _watch = watch;

            // A provider that blocks its thread must not block the watch over it.
            var reading = Task.Run(() => ReadAsync(stop.Token), CancellationToken.None);
            try
            {
                if (watch is null)
                {
                    await reading.WaitAsync(cancellationToken);
                }
                else if (await Task.WhenAny(reading, watch.Mute).WaitAsync(cancellationToken) == reading)
                {
                    await reading;
                }
                else
                {
                    return Mute(await watch.Mute);
                }

                cancellationToken.ThrowIfCancellationRequested();
                Reason = "ended";
                return new MarketDataException(MarketErrorKind.Unavailable, $"Provider {handle.Name} ended its quotes of {symbol}.");
            }
            finally
            {
                lock (_gate)
                {
                    _closed = true;
                }

                await PartAsync(stop, reading);
            }
        }

        /// <summary>Puts a failure on the provider's record.</summary>
        public void Failed(MarketErrorKind kind)
        {
            if (Reason == "silent" && feed.HeardWithin(handle, _silence))
            {
                // Its other symbols go on: the provider itself is not down.
                handle.Health.FailedForOne(Operation, kind, TimeSpan.Zero);
            }
            else if (IsStream || Reason is "silent" or "backwards")
            {
                // How long it ran well is not how long the failure took.
                handle.Health.Failed(Operation, kind, HasQuotes ? TimeSpan.Zero : Elapsed());
            }
        }

        private MarketDataException Mute(TimeSpan silence)
        {
            Reason = "silent";
            _silence = silence;
            if (HasQuotes && !_hasNews)
            {
                patience.Quiet();
            }

            return new MarketDataException(MarketErrorKind.Timeout, $"Provider {handle.Name} sent nothing new of {symbol} for {Math.Floor(silence.TotalSeconds)} s while its market was open.");
        }

        private async Task ReadAsync(CancellationToken cancellationToken)
        {
            if (IsStream)
            {
                await foreach (var quote in ((IQuoteStreamProvider)handle.Provider).StreamQuotesAsync(symbol, cancellationToken).WithCancellation(cancellationToken))
                {
                    Take(quote, cancellationToken);
                }
            }
            else
            {
                await feed._pollers[handle].RunAsync(symbol, quote => Take(quote, cancellationToken), cancellationToken);
            }
        }

        private void Take(Quote? quote, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                // A provider that ignores its token must not go on telling who has left.
                cancellationToken.ThrowIfCancellationRequested();
                if (_closed)
                {
                    throw new OperationCanceledException("The sequence was told to end.");
                }

                if (QuoteValidation.FindProblem(symbol, quote) is { } problem)
                {
                    // One bad quote says little about the next: it is left out and the sequence goes on.
                    feed._metrics.Invalid();
                    feed._logger.QuoteSkipped(handle.Name, symbol.Value, problem);
                    return;
                }

                var before = _order.Newest;
                switch (_order.Judge(quote!, feed._time.GetUtcNow()))
                {
                    case QuoteNews.New:
                        _hasNews = true;

                        // The provider's own record first: it must never look livelier than its only symbol.
                        feed.Heard(handle);
                        _watch?.Heard();
                        patience.News();
                        break;
                    case QuoteNews.Backwards:
                        feed._metrics.Invalid();
                        Reason = "backwards";
                        throw new MarketDataException(
                            MarketErrorKind.Malformed, $"Provider {handle.Name} went back in time with {symbol}: from {before!.Timestamp:O} to {quote!.Timestamp:O}.");
                }

                Quoted();
                try
                {
                    deliver(handle, quote!);
                }
                catch (Exception e)
                {
                    throw new ListenerException(e);
                }
            }
        }

        private void Quoted()
        {
            if (HasQuotes)
            {
                return;
            }

            HasQuotes = true;
            _firstQuote = feed._time.GetTimestamp();
            if (IsStream)
            {
                handle.Health.Succeeded(Operation, Elapsed());
            }
        }

        private TimeSpan Elapsed()
        {
            // No call takes longer than the time limit: a longer silence is that of the market, not of the provider.
            var elapsed = feed._time.GetElapsedTime(_started);
            return elapsed < feed._timeout ? elapsed : feed._timeout;
        }

        /// <summary>Tells a reading to end and gives it its second; one that takes longer is left to itself.</summary>
        private async Task PartAsync(CancellationTokenSource stop, Task reading)
        {
            if (reading.IsCompleted)
            {
                stop.Dispose();
                return;
            }

            var ending = EndAsync(stop, reading);
            try
            {
                await ending.WaitAsync(Parting, feed._time);
            }
            catch (TimeoutException)
            {
                feed._logger.SequenceLeftBehind(handle.Name, symbol.Value);
                _ = CountAsync(ending);
            }
        }

        private async Task CountAsync(Task ending)
        {
            feed._leftBehind.Add(handle, symbol);
            await ending;
            feed._leftBehind.Remove(handle, symbol);
        }

        private async Task EndAsync(CancellationTokenSource stop, Task reading)
        {
            // Off the caller's thread: the provider's callbacks on the token run here, and may hang.
            await Task.Yield();
            stop.CancelSafely(feed._logger);
            try
            {
                await reading;
            }
            catch (OperationCanceledException)
            {
                // As it was told to.
            }
            catch (Exception e)
            {
                feed._logger.SequenceFailedLate(handle.Name, symbol.Value, e);
            }

            stop.Dispose();
        }
    }

    /// <summary>What a listener threw, told from what a provider throws.</summary>
    private sealed class ListenerException(Exception inner) : Exception("The listener failed.", inner);
}
