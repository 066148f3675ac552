namespace MadLab.Market.Providers.Quotas;

/// <summary>What is left of a provider's calls: in any minute, and in the current UTC day.</summary>
/// <remarks>
/// A call is counted before it is made and stays counted when it fails: the upstream counts it too. The minute slides, so that no
/// sixty seconds hold more than the limit; the day ends at midnight UTC.
/// </remarks>
internal sealed class QuotaBudget(int? perMinute, int? perDay, TimeProvider time)
{
    private const int Window = 61;
    private const long DaySeconds = 86_400;

    private readonly Lock _gate = new();

    // One count a second, the current one and the sixty before it: with sixty in all a call could be made 59 s after one that fell out.
    private readonly int[] _seconds = new int[Window];
    private int _inMinute;
    private long _second;
    private long _day;

    // Of the day: what the store had when it was last read, and what we called since.
    private long _stored;
    private long _unsaved;
    private DateTimeOffset _restUntil;

    /// <summary>Whether there is anything to count.</summary>
    public bool IsLimited => perMinute is not null || perDay is not null;

    /// <summary>Whether calls were made that the store does not know of.</summary>
    public bool IsUnsaved
    {
        get
        {
            lock (_gate)
            {
                return _unsaved > 0;
            }
        }
    }

    /// <summary>The calls that can be made now; null when there is no limit.</summary>
    public int? Left
    {
        get
        {
            lock (_gate)
            {
                var now = Move();
                if (now < _restUntil)
                {
                    return 0;
                }

                int? left = perMinute is { } minute ? Math.Max(0, minute - _inMinute) : null;
                if (perDay is { } day)
                {
                    var today = (int)Math.Max(0, day - _stored - _unsaved);
                    left = left is { } other && other < today ? other : today;
                }

                return left;
            }
        }
    }

    /// <summary>How long no call can be made; null when one can be.</summary>
    public TimeSpan? Wait
    {
        get
        {
            lock (_gate)
            {
                return WaitFrom(Move());
            }
        }
    }

    /// <summary>How long the upstream still says that its quota is used up; null when it does not.</summary>
    public TimeSpan? RestLeft
    {
        get
        {
            lock (_gate)
            {
                var now = Move();
                return _restUntil > now ? _restUntil - now : null;
            }
        }
    }

    /// <summary>Counts one call; where none is left, how long until one is.</summary>
    public TimeSpan? TryTake()
    {
        lock (_gate)
        {
            var now = Move();
            if (WaitFrom(now) is { } wait)
            {
                return wait;
            }

            if (IsLimited)
            {
                _seconds[_second % Window]++;
                _inMinute++;
                _unsaved++;
            }

            return null;
        }
    }

    /// <summary>Takes the upstream's word that its quota is used up; of two words the later end counts.</summary>
    public void Rest(TimeSpan wait)
    {
        lock (_gate)
        {
            _restUntil = Later(_restUntil, Move() + wait);
        }
    }

    /// <summary>What the store should hold, given what it holds: what others called since is added to, not written over.</summary>
    public QuotaCount Merge(QuotaCount? stored)
    {
        lock (_gate)
        {
            Move();

            // Never less than was known: a store that was put back to an older copy gives no calls back.
            _stored = stored is { } count && count.Day == _day ? Math.Max(_stored, count.Used) : _stored;
            return new QuotaCount(_day, _stored + _unsaved, _second, _inMinute);
        }
    }

    /// <summary>Takes note that the store holds this now.</summary>
    public void Saved(QuotaCount written)
    {
        lock (_gate)
        {
            Move();
            if (written.Day == _day)
            {
                // Calls made while it was written stay unsaved.
                _unsaved = Math.Max(0, _stored + _unsaved - written.Used);
                _stored = written.Used;
            }
        }
    }

    /// <summary>Takes up where an earlier process stopped: its calls of the last minute count as made at its last one.</summary>
    public void Restore(QuotaCount stored)
    {
        lock (_gate)
        {
            Move();
            if (stored.Day == _day)
            {
                _stored = Math.Max(_stored, stored.Used);
            }

            if (stored.LastSecond <= _second && stored.LastSecond > _second - Window)
            {
                _seconds[stored.LastSecond % Window] += stored.InMinute;
                _inMinute += stored.InMinute;
            }
        }
    }

    private TimeSpan? WaitFrom(DateTimeOffset now)
    {
        var until = _restUntil;
        if (perMinute is { } minute && _inMinute >= minute)
        {
            var oldest = _second - Window + 1;
            while (_seconds[oldest % Window] == 0)
            {
                oldest++;
            }

            until = Later(until, DateTimeOffset.FromUnixTimeSeconds(oldest + Window));
        }

        if (perDay is { } day && _stored + _unsaved >= day)
        {
            until = Later(until, DateTimeOffset.FromUnixTimeSeconds((_day + 1) * DaySeconds));
        }

        return until > now ? until - now : null;
    }

    /// <summary>Lets go of what is over. A clock set back changes nothing until it has caught up.</summary>
    private DateTimeOffset Move()
    {
        var now = time.GetUtcNow();
        var second = Math.Max(now.ToUnixTimeSeconds(), _second);
        if (second - _second >= Window)
        {
            Array.Clear(_seconds);
            _inMinute = 0;
        }
        else
        {
            for (var over = _second + 1; over <= second; over++)
            {
                _inMinute -= _seconds[over % Window];
                _seconds[over % Window] = 0;
            }
        }

        _second = second;
        var today = second / DaySeconds;
        if (today != _day)
        {
            _day = today;
            _stored = 0;
            _unsaved = 0;
        }

        return now;
    }

    private static DateTimeOffset Later(DateTimeOffset first, DateTimeOffset second) => first > second ? first : second;
}
