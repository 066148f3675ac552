namespace MadLab.Persistence.Tests.Support;

/// <summary>Asks again, without sleeping, while a store says that it is unavailable; half a minute at most.</summary>
internal static class Eventually
{
    public static async Task SucceedsAsync(Func<Task> action)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
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
}
