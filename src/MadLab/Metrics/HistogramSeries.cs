namespace MadLab.Metrics;

/// <summary>A histogram since the start, with copies of the past minute. Only the octaves that were hit take memory.</summary>
internal sealed class HistogramSeries(KeyValuePair<string, object?>[] tags, string labels) : MetricSeries(tags, labels)
{
    // Past it a measurement is a mistake, and the sum would run over.
    private const double Largest = 1e6;

    private readonly long[]?[] _octaves = new long[HistogramScale.Octaves][];
    private readonly Copy[] _copies = CreateCopies();
    private long _sumNanos;
    private double _max;

    /// <summary>All measurements since the start.</summary>
    public long Count
    {
        get
        {
            long count = 0;
            foreach (var octave in _octaves)
            {
                count += CountOf(octave);
            }

            return count;
        }
    }

    public override void Record(double value)
    {
        var (octave, place) = HistogramScale.Split(HistogramScale.IndexOf(value));
        var buckets = Volatile.Read(ref _octaves[octave]) ?? Allocate(octave);
        Interlocked.Increment(ref buckets[place]);
        if (value > 0)
        {
            // Not the plain cast, which pays for saturating where nothing can.
            Interlocked.Add(ref _sumNanos, double.ConvertToIntegerNative<long>((value < Largest ? value : Largest) * 1e9));
            if (value > Volatile.Read(ref _max))
            {
                RaiseMax(value);
            }
        }
    }

    public override void Sample(int slot)
    {
        var copy = _copies[slot];
        for (var i = 0; i < _octaves.Length; i++)
        {
            if (Volatile.Read(ref _octaves[i]) is { } buckets)
            {
                buckets.CopyTo(copy.Octaves[i] ??= new long[HistogramScale.BucketsPerOctave], 0);
            }
        }

        copy.SumNanos = Volatile.Read(ref _sumNanos);
        copy.MaxBefore = Interlocked.Exchange(ref _max, 0);
    }

    /// <summary>How many measurements fell into the window.</summary>
    public long CountInWindow(SampleWindow window)
    {
        long count = 0;
        var start = _copies[window.Slot];
        for (var i = 0; i < _octaves.Length; i++)
        {
            count += CountOf(_octaves[i]) - CountOf(start.Octaves[i]);
        }

        return count;
    }

    /// <summary>Adds what fell into the window.</summary>
    public void AddWindowTo(HistogramSum sum, SampleWindow window)
    {
        var start = _copies[window.Slot];
        Add(sum, start.Octaves);
        sum.AddSum(Volatile.Read(ref _sumNanos) - start.SumNanos);
        sum.RaiseMax(Volatile.Read(ref _max));
        for (var i = 1; i <= window.Age; i++)
        {
            sum.RaiseMax(_copies[(window.Slot + i) % SampleClock.Slots].MaxBefore);
        }
    }

    /// <summary>Adds all since the start, less the maximum, which is the window's.</summary>
    public void AddTotalTo(HistogramSum sum)
    {
        Add(sum, null);
        sum.AddSum(Volatile.Read(ref _sumNanos));
    }

    private static long CountOf(long[]? octave)
    {
        long count = 0;
        foreach (var bucket in octave.AsSpan())
        {
            count += bucket;
        }

        return count;
    }

    private static Copy[] CreateCopies()
    {
        var copies = new Copy[SampleClock.Slots];
        for (var i = 0; i < copies.Length; i++)
        {
            copies[i] = new Copy();
        }

        return copies;
    }

    private void Add(HistogramSum sum, long[]?[]? start)
    {
        for (var i = 0; i < _octaves.Length; i++)
        {
            if (Volatile.Read(ref _octaves[i]) is not { } buckets)
            {
                continue;
            }

            var before = start?[i];
            for (var place = 0; place < buckets.Length; place++)
            {
                var count = Volatile.Read(ref buckets[place]) - (before?[place] ?? 0);
                if (count != 0)
                {
                    sum.AddBucket((i * HistogramScale.BucketsPerOctave) + place, count);
                }
            }
        }
    }

    private long[] Allocate(int octave)
    {
        var fresh = new long[HistogramScale.BucketsPerOctave];
        return Interlocked.CompareExchange(ref _octaves[octave], fresh, null) ?? fresh;
    }

    private void RaiseMax(double value)
    {
        var seen = Volatile.Read(ref _max);
        while (value > seen)
        {
            var found = Interlocked.CompareExchange(ref _max, value, seen);
            if (found.Equals(seen))
            {
                return;
            }

            seen = found;
        }
    }

    private sealed class Copy
    {
        public long[]?[] Octaves { get; } = new long[HistogramScale.Octaves][];

        public long SumNanos { get; set; }

        /// <summary>The largest value between the copy before and this one.</summary>
        public double MaxBefore { get; set; }
    }
}
