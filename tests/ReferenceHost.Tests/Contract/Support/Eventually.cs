using System.Diagnostics;

namespace ReferenceHost.Tests.Contract.Support;

/// <summary>Asks again and again for what a host gives no signal of; the guard only ends a test that would hang.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    /// <summary>Asks until the answer is as wanted.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, Func<T, bool> isWanted)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isWanted(answer))
            {
                return answer;
            }

            if (Stopwatch.GetElapsedTime(started) > Guard)
            {
                throw new TimeoutException($"Not in {Guard.TotalSeconds} s; the last answer was {answer}.");
            }
        }
    }
}
