namespace MadLab.Metrics;

/// <summary>Histograms added up, to be asked for percentiles. Reused from timer to timer; not thread-safe.</summary>
internal sealed class HistogramSum
{
    private readonly long[] _buckets = new long[HistogramScale.BucketCount];

    public long Count { get; private set; }

    /// <summary>In the unit of the measurements, to a billionth.</summary>
    public double Sum => SumNanos / 1e9;

    public double Max { get; private set; }

    public double Mean => Count == 0 ? 0 : Sum / Count;

    private long SumNanos { get; set; }

    public void Clear()
    {
        Array.Clear(_buckets);
        Count = 0;
        SumNanos = 0;
        Max = 0;
    }

    public void AddBucket(int index, long count)
    {
        _buckets[index] += count;
        Count += count;
    }

    public void AddSum(long nanos) => SumNanos += nanos;

    public void RaiseMax(double value) => Max = Math.Max(Max, value);

    /// <summary>How many measurements lie in some buckets.</summary>
    /// <param name="from">The first one.</param>
    /// <param name="to">The one after the last.</param>
    public long CountBetween(int from, int to)
    {
        long count = 0;
        foreach (var bucket in _buckets.AsSpan(from..to))
        {
            count += bucket;
        }

        return count;
    }

    /// <summary>The value at the nearest rank, within 0.8 % and never above <see cref="Max"/>; 0 when there is none.</summary>
    /// <param name="fraction">Above 0, at most 1.</param>
    public double Percentile(double fraction)
    {
        if (Count == 0)
        {
            return 0;
        }

        var rank = Math.Clamp((long)Math.Ceiling(fraction * Count), 1, Count);
        for (var i = 0; i < _buckets.Length; i++)
        {
            rank -= _buckets[i];
            if (rank <= 0)
            {
                // The last bucket has no upper end: the largest value is the honest answer there.
                return i == HistogramScale.BucketCount - 1 ? Max : Math.Min(HistogramScale.Midpoint(i), Max);
            }
        }

        return Max;
    }
}
