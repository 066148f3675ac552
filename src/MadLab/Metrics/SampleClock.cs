namespace MadLab.Metrics;

/// <summary>
/// When the cumulative values were last copied: a ring of the past minute, a copy every ten seconds. What a window holds is the
/// difference between now and the copy at its start, so measuring itself reads no clock. Guarded by the registry.
/// </summary>
internal sealed class SampleClock
{
    /// <summary>The copies kept: the past 60 s, both ends included.</summary>
    public const int Slots = 7;

    private readonly TimeProvider _time;
    private readonly long[] _taken = new long[Slots];
    private int _newest;
    private int _count = 1;

    public SampleClock(TimeProvider time)
    {
        _time = time;

        // The first copy is of nothing: all series start at 0.
        _taken[0] = time.GetTimestamp();
    }

    public static TimeSpan Period { get; } = TimeSpan.FromSeconds(10);

    public static TimeSpan Window { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Moves on and says where the copies taken now belong.</summary>
    public int Advance()
    {
        _newest = (_newest + 1) % Slots;
        _count = Math.Min(_count + 1, Slots);
        _taken[_newest] = _time.GetTimestamp();
        return _newest;
    }

    /// <summary>The window that ends now: the oldest copy that is no older than 60 s; the newest where all are.</summary>
    public SampleWindow Read()
    {
        var now = _time.GetTimestamp();
        for (var age = _count - 1; age >= 0; age--)
        {
            var slot = (_newest - age + Slots) % Slots;
            var elapsed = _time.GetElapsedTime(_taken[slot], now);
            if (elapsed <= Window || age == 0)
            {
                return new SampleWindow(slot, age, Math.Max(elapsed.TotalSeconds, 1));
            }
        }

        throw new InvalidOperationException("The ring holds a copy from its first moment on.");
    }
}
