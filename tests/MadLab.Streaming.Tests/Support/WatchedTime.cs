using System.Collections.Concurrent;
using MadLab.Testing;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A clock that a test moves, and that tells which timers were set on it: moving it before one is set would miss it.</summary>
internal sealed class WatchedTime : TimeProvider
{
    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<TimeSpan> _set = new();

    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <summary>How long every timer had to go when it was made.</summary>
    public IReadOnlyCollection<TimeSpan> Set => _set;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

    public void Advance(TimeSpan by) => _time.Advance(by);

    /// <summary>Waits until the timers made are as wanted.</summary>
    public async Task WhenAsync(Func<IReadOnlyCollection<TimeSpan>, bool> isWanted)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isWanted(_set))
        {
            await Task.Delay(2, guard.Token);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _time.CreateTimer(callback, state, dueTime, period);
        _set.Enqueue(dueTime);
        return timer;
    }
}
