namespace MadLab.Market.Quality;

/// <summary>What is usual around one return: median and median absolute deviation (MAD) of its neighbours, which a few wild ones do not move.</summary>
/// <param name="Median">The middle return.</param>
/// <param name="Deviation">The MAD of the returns; 0 where most are alike.</param>
internal readonly record struct LocalScale(double Median, double Deviation)
{
    /// <summary>How many returns on each side are looked at.</summary>
    public const int Reach = 25;

    /// <summary>The scale around a return, which itself does not count.</summary>
    public static LocalScale Around(ReadOnlySpan<double> returns, int index)
    {
        // At an end of the series the window reaches further on the other side.
        var first = Math.Clamp(index - Reach, 0, Math.Max(0, returns.Length - (2 * Reach) - 1));
        var end = Math.Min(returns.Length, first + (2 * Reach) + 1);
        Span<double> window = stackalloc double[(2 * Reach) + 1];
        var count = 0;
        for (var i = first; i < end; i++)
        {
            if (i != index)
            {
                window[count++] = returns[i];
            }
        }

        if (count == 0)
        {
            return default;
        }

        window = window[..count];
        var median = MiddleOf(window);
        foreach (ref var value in window)
        {
            value = Math.Abs(value - median);
        }

        return new LocalScale(median, MiddleOf(window));
    }

    /// <summary>The median; the values are sorted.</summary>
    public static double MiddleOf(Span<double> values)
    {
        values.Sort();
        return 0.5 * (values[(values.Length - 1) / 2] + values[values.Length / 2]);
    }
}
