namespace MadLab.Metrics;

/// <summary>How many failures there were at each sample of the last five minutes. Guarded by the registry.</summary>
internal sealed class ErrorHistory
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private readonly Queue<(long Taken, long Total)> _samples = new();

    public ErrorHistory(TimeProvider time)
    {
        _time = time;
        _samples.Enqueue((time.GetTimestamp(), 0));
    }

    public void Sample(IReadOnlyDictionary<string, MetricFamily> families)
    {
        _samples.Enqueue((_time.GetTimestamp(), ErrorTally.Of(families).Total));
        Forget();
    }

    /// <summary>How many of all failures are of the last five minutes.</summary>
    public long Recent(long total)
    {
        Forget();
        return total - _samples.Peek().Total;
    }

    // One sample always stays: late timers make the span longer, never empty.
    private void Forget()
    {
        while (_samples.Count > 1 && _time.GetElapsedTime(_samples.Peek().Taken) > Span)
        {
            _samples.Dequeue();
        }
    }
}
