namespace MadLab;

/// <summary>What a caller may see of an instrument: all of it, what is old enough, or nothing. The default value is nothing.</summary>
public readonly record struct MarketAccess
{
    private MarketAccess(TimeSpan delay)
    {
        IsAllowed = true;
        Delay = delay;
    }

    /// <summary>The longest delay: 7 days.</summary>
    public static TimeSpan MaxDelay { get; } = TimeSpan.FromDays(7);

    /// <summary>Nothing: 403 <c>NOT_ENTITLED</c>.</summary>
    public static MarketAccess Refused => default;

    /// <summary>All of it, as soon as the feed has it.</summary>
    public static MarketAccess RealTime => new(TimeSpan.Zero);

    /// <summary>Whether the caller may see anything.</summary>
    public bool IsAllowed { get; }

    /// <summary>How far behind the market the caller must be, in whole seconds; zero for real time. What the feed itself lags behind counts.</summary>
    public TimeSpan Delay { get; }

    /// <summary>What is at least so old.</summary>
    /// <param name="delay">The delay behind the market, rounded up to whole seconds; at most <see cref="MaxDelay"/>.</param>
    public static MarketAccess DelayedBy(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, MaxDelay);
        return new MarketAccess(TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds)));
    }
}
