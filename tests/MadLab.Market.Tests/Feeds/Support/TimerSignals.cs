using System.Collections.Concurrent;
using System.Threading.Channels;
using MadLab.Testing;

namespace MadLab.Market.Tests.Feeds.Support;

/// <summary>A clock that a test moves and that says which timers were set, so that it is never moved too early.</summary>
internal sealed class TimerSignals : TimeProvider
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentDictionary<TimeSpan, Channel<TimeSpan>> _set = new();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public int TimerCount => _clock.TimerCount;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>Waits until a timer of this length is set, then lets it fire. Each timer counts once.</summary>
    public async Task PassAsync(TimeSpan dueTime)
    {
        await Of(dueTime).Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        _clock.Advance(dueTime);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _clock.CreateTimer(callback, state, dueTime, period);
        Of(dueTime).Writer.TryWrite(dueTime);
        return timer;
    }

    private Channel<TimeSpan> Of(TimeSpan dueTime) => _set.GetOrAdd(dueTime, static _ => Channel.CreateUnbounded<TimeSpan>());
}
