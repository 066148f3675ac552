namespace MadLab.Providers;

/// <summary>How many calls any stretch of time may see; thread-safe.</summary>
/// <remarks>For upstreams whose calls are more than the provider's, such as one a page. Where both are the same, <see cref="ProviderLimits"/> are enough and survive a restart.</remarks>
public sealed class CallBudget
{
    private readonly Lock _gate = new();
    private readonly long[] _times;
    private readonly TimeSpan _per;
    private readonly TimeProvider _time;
    private long _taken;

    /// <summary>Creates a budget, unused.</summary>
    /// <param name="calls">The most calls, 1 to 1,000,000.</param>
    /// <param name="per">The stretch of time.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public CallBudget(int calls, TimeSpan per, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(calls, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(calls, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(per, TimeSpan.Zero);
        _times = new long[calls];
        _per = per;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Takes a call; what it returns is how long to wait for one where there is none, and null where it was taken.</summary>
    public TimeSpan? TryTake()
    {
        lock (_gate)
        {
            // The oldest of the last so many calls: once it is long enough ago, its place is free.
            var place = (int)(_taken % _times.Length);
            var now = _time.GetTimestamp();
            if (_taken >= _times.Length && _time.GetElapsedTime(_times[place], now) is var since && since < _per)
            {
                return _per - since;
            }

            _times[place] = now;
            _taken++;
            return null;
        }
    }

    /// <summary>Takes a call.</summary>
    /// <param name="name">Whose budget it is, for the error.</param>
    /// <exception cref="MarketDataException">It is used up; <see cref="MarketDataException.RetryAfter"/> says until when.</exception>
    public void Take(string name)
    {
        if (TryTake() is { } wait)
        {
            throw new MarketDataException(MarketErrorKind.QuotaExceeded, $"The calls that {name} allows are used up.") { RetryAfter = wait };
        }
    }

    /// <summary>Takes a call, and waits for one where there is none.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken = default)
    {
        while (TryTake() is { } wait)
        {
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        }
    }
}
