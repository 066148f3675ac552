using MadLab.Tool.Commands;

namespace MadLab.Tool.Load;

/// <summary>
/// Begins calls at their time, whether or not earlier ones have ended, as users do: a host that stalls is then seen in every call that was meant to
/// begin meanwhile, and not in one alone.
/// </summary>
internal static class OpenLoop
{
    /// <summary>How many calls may be under way; one more is an error, and not sent.</summary>
    private const int MaxInFlight = 2000;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(1);

    /// <param name="settings">How much and for how long.</param>
    /// <param name="tally">Where to count.</param>
    /// <param name="call">Makes the call of a number and says what went wrong, or null. A <see cref="ToolException"/> counts as no answer.</param>
    /// <param name="cancellationToken">Ends it early, with what was seen until then.</param>
    public static async Task RunAsync(LoadSettings settings, LoadTally tally, Func<int, CancellationToken, Task<string?>> call, CancellationToken cancellationToken)
    {
        var time = settings.Time;
        var started = time.GetTimestamp();
        var total = (int)(settings.Duration.TotalSeconds * settings.Rate);
        var inFlight = 0;
        var told = TimeSpan.Zero;
        using var rest = new CancellationTokenSource();
        List<Task> running = [];
        for (var i = 0; i < total && !cancellationToken.IsCancellationRequested; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / settings.Rate);
            var wait = due - time.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (Volatile.Read(ref inFlight) >= MaxInFlight)
            {
                tally.Failed("not sent: too many unanswered");
                continue;
            }

            Interlocked.Increment(ref inFlight);
            running.Add(OneAsync(i, due));
            if (time.GetElapsedTime(started) - told >= ProgressEvery)
            {
                told = time.GetElapsedTime(started);
                running.RemoveAll(static t => t.IsCompleted);
                settings.Progress(tally);
            }
        }

        // What is under way may end; what does not counts as unanswered.
        rest.CancelAfter(cancellationToken.IsCancellationRequested ? TimeSpan.Zero : Rest);
        await Task.WhenAll(running);

        async Task OneAsync(int number, TimeSpan due)
        {
            await Task.Yield();
            try
            {
                if (await call(number, rest.Token) is { } kind)
                {
                    tally.Failed(kind);
                }
                else
                {
                    tally.Answered(time.GetElapsedTime(started) - due);
                }
            }
            catch (ToolException)
            {
                tally.Failed("no answer");
            }
            catch (OperationCanceledException)
            {
                if (!cancellationToken.IsCancellationRequested)
                {
                    tally.Failed("no answer");
                }
            }
            finally
            {
                Interlocked.Decrement(ref inFlight);
            }
        }
    }
}
