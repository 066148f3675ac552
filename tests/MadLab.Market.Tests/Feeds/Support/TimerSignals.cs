using MadLab.Testing;

namespace MadLab.Market.Tests.Feeds.Support;

/// <summary>A clock that a test moves and that says which timers were set, so that it is never moved too early.</summary>
internal sealed class TimerSignals : TimeProvider
{
    private readonly ManualTimeProvider _clock = new();
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _set = [];
    private readonly List<SignallingTimer> _live = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public int TimerCount => _clock.TimerCount;

    /// <summary>How many timers of this length run now.</summary>
    public int CountOf(TimeSpan dueTime)
    {
        lock (_gate)
        {
            return _live.Count(t => t.DueTime == dueTime);
        }
    }

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp()
    {
        var run = AtNextTimestamp;
        AtNextTimestamp = null;
        run?.Invoke();
        return _clock.GetTimestamp();
    }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>Runs, once, at the next reading of the timestamp: between two steps of whoever reads it.</summary>
    public Action? AtNextTimestamp { get; set; }

    /// <summary>Timers that were set so far are not waited for any more.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _set.Clear();
        }
    }

    /// <summary>Waits until a timer of this length is set, then lets it fire. Each timer counts once.</summary>
    public Task PassAsync(TimeSpan dueTime) => PassAsync(dueTime, dueTime);

    /// <summary>Waits until a timer of a length in this range is set, then lets it fire. Each timer counts once.</summary>
    public async Task PassAsync(TimeSpan least, TimeSpan most)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                var at = _set.FindIndex(set => set >= least && set <= most);
                if (at >= 0)
                {
                    least = _set[at];
                    _set.RemoveAt(at);
                    break;
                }

                more = _more.Task;
            }

            // Long: a test that blocks a thread of the pool waits for the pool to grow.
            await more.WaitAsync(TimeSpan.FromMinutes(2));
        }

        _clock.Advance(least);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SignallingTimer(this, _clock.CreateTimer(callback, state, dueTime, period), dueTime);
        lock (_gate)
        {
            _live.Add(timer);
        }

        Signal(dueTime);
        return timer;
    }

    private void Signal(TimeSpan dueTime)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            _set.Add(dueTime);
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        more.SetResult();
    }

    private sealed class SignallingTimer(TimerSignals owner, ITimer timer, TimeSpan dueTime) : ITimer
    {
        public TimeSpan DueTime { get; private set; } = dueTime;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            if (changed)
            {
                DueTime = dueTime;
                owner.Signal(dueTime);
            }

            return changed;
        }

        public void Dispose()
        {
            timer.Dispose();
            Forget();
        }

        public ValueTask DisposeAsync()
        {
            Forget();
            return timer.DisposeAsync();
        }

        private void Forget()
        {
            lock (owner._gate)
            {
                owner._live.Remove(this);
            }
        }
    }
}
