using MadLab.Testing;

namespace MadLab.Tests.Support;

/// <summary>Waits for what another thread does, where it gives no signal; the guard only ends a test that would hang.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    public static async Task BeTrueAsync(Func<bool> condition)
    {
        using var guard = new CancellationTokenSource(Guard);
        while (!condition())
        {
            guard.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Moves the clock in small steps until a task ends, whenever it comes to set its timer.</summary>
    public static async Task<T> AdvanceUntilAsync<T>(this ManualTimeProvider clock, Task<T> task)
    {
        await BeTrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            return task.IsCompleted;
        });
        return await task;
    }
}
