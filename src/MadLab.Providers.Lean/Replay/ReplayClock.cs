namespace MadLab.Providers.Lean.Replay;

/// <summary>When a replay sends: rounds of one session each, held at the close for a while.</summary>
internal readonly record struct ReplayClock
{
    /// <summary>How long the close stands before the session starts again: longer than the slowest client's interval, so that everybody sees it.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(3.5);

    // Five a second, where four are promised: timers are late, never early.
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestStep = TimeSpan.FromMilliseconds(10);
    private const int StepsASession = 8;

    private readonly TimeSpan _walk;
    private readonly TimeSpan _step;
    private readonly double _speed;

    /// <summary>Creates a clock.</summary>
    /// <param name="session">How long the session is.</param>
    /// <param name="speed">How much of it passes in the same time.</param>
    public ReplayClock(TimeSpan session, double speed)
    {
        _speed = speed;
        _walk = session / speed;
        var step = _walk / StepsASession;
        _step = step > LongestStep ? LongestStep : step < ShortestStep ? ShortestStep : step;
    }

    /// <summary>How long one round is.</summary>
    public TimeSpan Round => _walk + Hold;

    /// <summary>The number of the round at a moment since the replay began.</summary>
    public long RoundAt(TimeSpan moment) => moment.Ticks / Round.Ticks;

    /// <summary>Where in the session a moment is; null when the session is over and its close stands.</summary>
    public TimeSpan? OffsetAt(TimeSpan moment)
    {
        var within = moment.Ticks % Round.Ticks;
        return within < _walk.Ticks ? TimeSpan.FromTicks((long)(within * _speed)) : null;
    }

    /// <summary>The moment at which the close of a moment's round comes.</summary>
    public TimeSpan CloseOf(TimeSpan moment) => (RoundAt(moment) * Round) + _walk;

    /// <summary>The next moment to send at.</summary>
    public TimeSpan Next(TimeSpan moment)
    {
        var start = RoundAt(moment) * Round;
        var within = moment - start;
        return within < _walk
            ? start + Earlier(Following(within, _step), _walk)
            : start + Earlier(_walk + Following(within - _walk, LongestStep), Round);
    }

    private static TimeSpan Following(TimeSpan moment, TimeSpan step) => ((moment.Ticks / step.Ticks) + 1) * step;

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
