namespace MadLab.Market.Analytics;

/// <summary>Count, mean and sum of squared deviations of some values, gathered without cancellation (Welford 1962; Chan, Golub and LeVeque 1979).</summary>
/// <param name="Count">How many values.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Squares">The sum of their squared distances from it.</param>
internal readonly record struct Moments(int Count, double Mean, double Squares)
{
    /// <summary>The sample variance of two values or more.</summary>
    public double SampleVariance => Squares / (Count - 1);

    /// <summary>The moments of these values and one more.</summary>
    public Moments With(double value)
    {
        var distance = value - Mean;
        var mean = Mean + (distance / (Count + 1));
        return new Moments(Count + 1, mean, Squares + (distance * (value - mean)));
    }

    /// <summary>The moments of these values and others.</summary>
    public Moments With(in Moments other)
    {
        if (Count == 0 || other.Count == 0)
        {
            return Count == 0 ? other : this;
        }

        var (count, distance) = (Count + other.Count, other.Mean - Mean);
        var share = (double)other.Count / count;
        return new Moments(count, Mean + (distance * share), Squares + other.Squares + (distance * distance * Count * share));
    }

    /// <summary>The moments of every window of one length, in time that does not grow with the length.</summary>
    /// <param name="values">The values.</param>
    /// <param name="length">The length, at least 1 and at most that of the values.</param>
    public static Moments[] OfWindows(ReadOnlySpan<double> values, int length)
    {
        // A window is the end of one block and the beginning of the next: added up from its own values alone, nothing is taken away again.
        var windows = new Moments[values.Length - length + 1];
        var ends = new Moments[length];
        for (var block = 0; block < windows.Length; block += length)
        {
            var end = default(Moments);
            for (var i = length - 1; i >= 0; i--)
            {
                ends[i] = end = end.With(values[block + i]);
            }

            var beginning = default(Moments);
            for (var i = 0; i < length && block + i < windows.Length; i++)
            {
                windows[block + i] = ends[i].With(beginning);
                if (block + i + length < values.Length)
                {
                    beginning = beginning.With(values[block + i + length]);
                }
            }
        }

        return windows;
    }
}
