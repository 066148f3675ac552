namespace MadLab.Streaming.Connections;

/// <summary>What a client may still send: a minute's worth at once, given back evenly over the minute.</summary>
internal struct MessageBudget
{
    private double _left;
    private long _countedAt;
    private bool _isCounting;

    /// <summary>Takes one message; false when there is none left.</summary>
    /// <param name="perMinute">The most messages of a minute; 0 for no limit.</param>
    /// <param name="time">The clock.</param>
    public bool TryTake(int perMinute, TimeProvider time)
    {
        if (perMinute == 0)
        {
            return true;
        }

        var now = time.GetTimestamp();
        _left = _isCounting ? Math.Min(perMinute, _left + (time.GetElapsedTime(_countedAt, now).TotalMinutes * perMinute)) : perMinute;
        (_countedAt, _isCounting) = (now, true);
        if (_left < 1)
        {
            return false;
        }

        _left--;
        return true;
    }
}
