namespace MadLab.Persistence.Tests.Support;

/// <summary>Asks again, without sleeping, until a condition holds; half a minute at most.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>While a store says that it is unavailable.</summary>
    public static async Task SucceedsAsync(Func<Task> action)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (StoreException e) when (e.Kind == StoreErrorKind.Unavailable && !patience.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Until an answer is the one that is waited for.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, Func<T, bool> isIt)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await ask();
            if (isIt(answer))
            {
                return answer;
            }

            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"The last answer was {answer}.");
            }

            await Task.Yield();
        }
    }
}
