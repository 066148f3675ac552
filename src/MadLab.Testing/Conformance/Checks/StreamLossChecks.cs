using static MadLab.Testing.Conformance.Checks.Rules;

namespace MadLab.Testing.Conformance.Checks;

/// <summary>What becomes of streams when their upstream is lost; of providers that were given <see cref="ConformanceOptions.Stream"/>.</summary>
internal static class StreamLossChecks
{
    /// <summary>A link may wait before it connects again, so that a thousand symbols do not knock at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        Should("STREAM-009", "Streams side by side share one connection.", static async run =>
        {
            var upstream = UpstreamOf(run);
            await using var first = Open(run, run.Options.Symbol);
            await using var second = Open(run, run.Options.Other ?? run.Options.Symbol);
            await first.NextAsync();
            await second.NextAsync();
            var open = upstream.Connections();
            return open > 1 ? $"Two streams have {open} connections." : null;
        }),
        Must("STREAM-010", "A lost connection ends the stream as Unavailable or Timeout, or is made anew by the provider.", static async run =>
        {
            var upstream = UpstreamOf(run);
            await using var stream = Open(run, run.Options.Symbol);
            await stream.NextAsync();
            await upstream.CutAsync();
            try
            {
                // What was on its way may still come.
                for (var i = 0; i < 3; i++)
                {
                    await stream.NextAsync();
                }

                return null;
            }
            catch (MarketDataException e)
            {
                return e.IsTransient ? null : $"It ended as {e.Kind} (“{e.Message}”), and the host would not try again.";
            }
            catch (EndOfStreamException)
            {
                return "It ended without a word, as if there were no more.";
            }
        }),
        Must("STREAM-011", "After a loss the stream can be opened again and goes on.", static async run =>
        {
            await CutAsync(run);
            await using var again = Open(run, run.Options.Symbol);
            await again.NextAsync();
            return null;
        }),
        Must("STREAM-012", "After a loss no quote of before it comes as a new one.", static async run =>
        {
            var last = await CutAsync(run);
            await using var again = Open(run, run.Options.Symbol);
            var seen = new List<Quote>();
            for (var i = 0; i < 4; i++)
            {
                seen.Add(await again.NextAsync());
            }

            // The last one may stand at the beginning, because a stream begins with what is known.
            return First(seen.Skip(1), q => q.Timestamp < last.Timestamp, q => $"{Text(q.Timestamp)} comes again, and {Text(last.Timestamp)} was there before the loss.")
                ?? First(seen.Zip(seen.Skip(1)), static p => p.First == p.Second, static p => $"The quote of {Text(p.First.Timestamp)} comes twice.");
        }),
    ];

    /// <summary>Reads, cuts and reads to the end; the last quote of before.</summary>
    private static async Task<Quote> CutAsync(ConformanceRun run)
    {
        var upstream = UpstreamOf(run);
        await using var stream = Open(run, run.Options.Symbol);
        var last = await stream.NextAsync();
        await upstream.CutAsync();
        try
        {
            for (var i = 0; i < 3; i++)
            {
                last = await stream.NextAsync();
            }
        }
        catch (Exception e) when (e is MarketDataException or EndOfStreamException)
        {
            // How it ends is another check's.
        }

        return last;
    }

    private static StreamUpstream UpstreamOf(ConformanceRun run)
    {
        _ = run.As<IQuoteStreamProvider>(ProviderCapabilities.QuoteStream);
        return run.Options.Stream ?? throw new NotApplicableException("The options name no upstream of the stream.");
    }

    private static OpenStream Open(ConformanceRun run, Symbol symbol) =>
        new(run.As<IQuoteStreamProvider>(ProviderCapabilities.QuoteStream), symbol, run.Options.StreamLimit + Pause, run.CancellationToken);

    /// <summary>A sequence that is read quote by quote, each within a limit.</summary>
    private sealed class OpenStream : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop;
        private readonly IAsyncEnumerator<Quote> _quotes;
        private readonly TimeSpan _limit;

        public OpenStream(IQuoteStreamProvider provider, Symbol symbol, TimeSpan limit, CancellationToken cancellationToken)
        {
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _quotes = provider.StreamQuotesAsync(symbol, _stop.Token).GetAsyncEnumerator(_stop.Token);
            _limit = limit;
        }

        public async Task<Quote> NextAsync()
        {
            var next = _quotes.MoveNextAsync().AsTask();
            try
            {
                return await next.WaitAsync(_limit) ? _quotes.Current : throw new EndOfStreamException("The stream ended.");
            }
            catch (TimeoutException)
            {
                await _stop.CancelAsync();
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new TimeoutException($"No quote came within {_limit.TotalSeconds:0} s.");
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _quotes.DisposeAsync();
            _stop.Dispose();
        }
    }
}
