using System.Runtime.CompilerServices;

namespace MadLab.Providers.Lean.Replay;

/// <summary>Sends the quotes of a replay. All symbols began when the provider did, so that they keep step however late somebody listens.</summary>
internal sealed class ReplayStream(double speed, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>The quotes of a symbol, round after round, until cancelled.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="load">The path of the newest session; asked again before each round, given the path of the last.</param>
    /// <param name="cancellationToken">Ends the sequence.</param>
    public async IAsyncEnumerable<Quote> ReadAsync(
        Symbol symbol, Func<ReplayPath?, ReplayPath> load, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var moment = time.GetElapsedTime(_began);
        ReplayPath? path = null;
        while (true)
        {
            // Files are read off the caller's thread.
            var last = path;
            path = await Task.Run(() => load(last), cancellationToken).ConfigureAwait(false);
            var clock = new ReplayClock(path.Duration, speed);
            var quotes = new QuoteMaker(symbol, path);
            var round = clock.RoundAt(moment);
            TimeSpan? after = null;
            while (clock.RoundAt(moment) == round)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var offset = clock.OffsetAt(moment);
                yield return offset is { } at ? quotes.At(at, after, time.GetUtcNow()) : quotes.Close(time.GetUtcNow());

                var next = clock.Next(moment);
                if (next - time.GetElapsedTime(_began) is { Ticks: > 0 } wait)
                {
                    await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                }

                // However late, the close is never passed over.
                var now = Later(next, time.GetElapsedTime(_began));
                moment = offset is not null ? Earlier(now, clock.CloseOf(moment)) : now;
                after = offset;
            }
        }
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
