namespace MadLab.Market.Providers.Synthetic;

/// <summary>Brownian bridges between known points, held inside bounds.</summary>
internal static class Bridge
{
    /// <summary>Fills what lies between the first and the last value, which are set.</summary>
    /// <param name="key">The noise.</param>
    /// <param name="offset">The index of the first value in the whole path, so that no two stretches share noise.</param>
    /// <param name="deviation">The deviation of one step.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <param name="values">The stretch.</param>
    public static void Fill(ulong key, int offset, double deviation, double low, double high, Span<double> values)
    {
        var last = values.Length - 1;
        if (last < 2)
        {
            return;
        }

        var middle = last / 2;
        var share = (double)middle / last;
        var mean = values[0] + ((values[last] - values[0]) * share);
        var spread = deviation * Math.Sqrt(middle * (1 - share));
        values[middle] = Fold(mean + (spread * Noise.Normal(key, offset + middle)), low, high);
        Fill(key, offset, deviation, low, high, values[..(middle + 1)]);
        Fill(key, offset + middle, deviation, low, high, values[middle..]);
    }

    /// <summary>The highest point of a bridge from one value to another; the two squares make an exponential draw.</summary>
    public static double Top(double from, double to, double deviation, double normal1, double normal2) =>
        (from + to + Reach(from, to, deviation, normal1, normal2)) / 2;

    /// <summary>The lowest point of a bridge from one value to another.</summary>
    public static double Bottom(double from, double to, double deviation, double normal1, double normal2) =>
        (from + to - Reach(from, to, deviation, normal1, normal2)) / 2;

    private static double Reach(double from, double to, double deviation, double normal1, double normal2) =>
        Math.Sqrt(((to - from) * (to - from)) + (deviation * deviation * ((normal1 * normal1) + (normal2 * normal2))));

    // Once at each wall; what is still outside is far out and stays at the wall.
    private static double Fold(double value, double low, double high)
    {
        if (value > high)
        {
            value = high - (value - high);
        }

        if (value < low)
        {
            value = low + (low - value);
        }

        return Math.Min(value, high);
    }
}
