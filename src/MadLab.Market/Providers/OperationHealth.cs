namespace MadLab.Market.Providers;

/// <summary>The last calls of one operation. Not thread-safe: the lock of <see cref="ProviderHealth"/> guards it.</summary>
internal sealed class OperationHealth
{
    private const int Window = 20;

    private readonly (MarketErrorKind? Error, TimeSpan Duration, bool IsOutage)[] _calls = new (MarketErrorKind?, TimeSpan, bool)[Window];
    private int _next;

    /// <summary>How many calls are remembered.</summary>
    public int Count { get; private set; }

    /// <summary>What they took together.</summary>
    public TimeSpan Total
    {
        get
        {
            var total = TimeSpan.Zero;
            for (var i = 0; i < Count; i++)
            {
                total += _calls[i].Duration;
            }

            return total;
        }
    }

    public bool HasFailures
    {
        get
        {
            for (var i = 0; i < Count; i++)
            {
                if (_calls[i].Error is not null)
                {
                    return true;
                }
            }

            return false;
        }
    }

    public DateTimeOffset LastCallAt { get; private set; }

    public MarketErrorKind? LastError { get; private set; }

    public DateTimeOffset? LastErrorAt { get; private set; }

    public void Add(MarketErrorKind? error, TimeSpan duration, bool isOutage, DateTimeOffset now)
    {
        _calls[_next] = (error, duration, isOutage);
        _next = (_next + 1) % Window;
        Count = Math.Min(Count + 1, Window);
        LastCallAt = now;
        if (error is not null)
        {
            (LastError, LastErrorAt) = (error, now);
        }
    }

    /// <summary>Whether the last calls, up to so many, all failed as they do when the provider is down.</summary>
    public bool LastWereOutages(int most)
    {
        for (var i = 1; i <= Math.Min(most, Count); i++)
        {
            if (!_calls[(_next - i + Window) % Window].IsOutage)
            {
                return false;
            }
        }

        return Count > 0;
    }
}
