namespace MadLab.Streaming.Connections;

/// <summary>How many messages a client may still send: a full minute's worth at first, refilled as time passes.</summary>
internal struct MessageBudget(int perMinute, TimeProvider time)
{
    private double _left = perMinute;
    private long _at = time.GetTimestamp();

    /// <summary>Spends one; false where there is none left. Without a limit there always is.</summary>
    public bool TryTake()
    {
        if (perMinute == 0)
        {
            return true;
        }

        var now = time.GetTimestamp();
        _left = Math.Min(perMinute, _left + (time.GetElapsedTime(_at, now).TotalMinutes * perMinute));
        _at = now;
        if (_left < 1)
        {
            return false;
        }

        _left--;
        return true;
    }
}
