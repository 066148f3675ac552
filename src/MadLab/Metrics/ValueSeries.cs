namespace MadLab.Metrics;

/// <summary>A counter or gauge.</summary>
internal sealed class ValueSeries(MetricKind kind, KeyValuePair<string, object?>[] tags, string labels) : MetricSeries(tags, labels)
{
    private readonly double[] _samples = new double[SampleClock.Slots];
    private double _value;
    private double _increases;

    public double Value => Volatile.Read(ref _value);

    /// <summary>What has been added since the start, without what was taken away: of open connections, those ever opened.</summary>
    public double Total => Volatile.Read(ref kind == MetricKind.UpDownCounter ? ref _increases : ref _value);

    public override void Record(double value)
    {
        switch (kind)
        {
            case MetricKind.Counter:
                Add(ref _value, value);
                break;
            case MetricKind.UpDownCounter:
                Add(ref _value, value);
                if (value > 0)
                {
                    Add(ref _increases, value);
                }

                break;
            default:
                Volatile.Write(ref _value, value);
                break;
        }
    }

    public override void Sample(int slot) => _samples[slot] = Total;

    /// <summary>What was added in the window.</summary>
    public double InWindow(SampleWindow window) => Total - _samples[window.Slot];

    private static void Add(ref double location, double value)
    {
        var seen = Volatile.Read(ref location);
        while (true)
        {
            var found = Interlocked.CompareExchange(ref location, seen + value, seen);
            if (BitConverter.DoubleToInt64Bits(found) == BitConverter.DoubleToInt64Bits(seen))
            {
                return;
            }

            seen = found;
        }
    }
}
