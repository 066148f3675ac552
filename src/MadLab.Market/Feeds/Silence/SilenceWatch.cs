namespace MadLab.Market.Feeds.Silence;

/// <summary>Notices that a stream has said nothing new for too long while its market was open. One timer, however many quotes come.</summary>
internal sealed class SilenceWatch : IDisposable
{
    // A market that is closed is looked at again at least this often, in case the clock is set.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly SilenceRule _rule;
    private readonly Patience _patience;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<TimeSpan> _mute = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;
    private long _heard;

    public SilenceWatch(SilenceRule rule, Patience patience, TimeProvider time)
    {
        _rule = rule;
        _patience = patience;
        _time = time;
        _heard = time.GetTimestamp();

        // Started only once it can be changed by its own callback.
        _timer = time.CreateTimer(static state => ((SilenceWatch)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Look();
    }

    /// <summary>Ends when the stream is mute, with the silence that was too long.</summary>
    public Task<TimeSpan> Mute => _mute.Task;

    /// <summary>Something new was said.</summary>
    public void Heard() => Volatile.Write(ref _heard, _time.GetTimestamp());

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var market = _time.GetUtcNow() - _rule.Delay;
        TimeSpan wait;
        if (_rule.Hours.OpenSince(market) is { } opened)
        {
            var limit = _rule.Limit * _patience.Factor;
            var silence = _time.GetElapsedTime(Volatile.Read(ref _heard));
            var open = market - opened;
            var counted = silence < open ? silence : open;
            if (counted >= limit)
            {
                _mute.TrySetResult(counted);
                return;
            }

            wait = limit - counted;
        }
        else
        {
            wait = _rule.Hours.NextOpen(market) - market;
        }

        // Up to the next full millisecond, because a timer cuts off the rest and would come too early.
        var milliseconds = Math.Ceiling(Math.Min(wait.TotalMilliseconds, LongestWait.TotalMilliseconds));
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, milliseconds)), Timeout.InfiniteTimeSpan);
    }
}
