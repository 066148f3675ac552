using System.Buffers;

namespace MadLab.Market.Quality;

/// <summary>Counts what looks wrong in a valid series: jumps, prices that are not positive, gaps. Data is counted, never changed.</summary>
internal static class QualityCounter
{
    /// <summary>A jump is further from the median return than this many median absolute deviations...</summary>
    private const double Deviations = 8;

    /// <summary>...and larger than this, so that quiet instruments are not accused of their few lively days.</summary>
    private const double LeastJump = 0.2;

    /// <summary>The longest closure of a large exchange in living memory, September 2001, left 7 days between two sessions.</summary>
    private const int LongestClosureDays = 7;

    /// <summary>How many issues a series has; 0 for a clean one.</summary>
    /// <remarks>Jumps are judged on log returns: on levels a trend hides them, and a split passes for history.</remarks>
    public static int Count(PriceSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var bars = series.Bars;
        var returns = ArrayPool<double>.Shared.Rent(Math.Max(1, bars.Count));
        var (issues, count) = (0, 0);
        var previous = default(Bar);
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = bars[i];
            if (bar.Close <= 0 || !PriceValidation.IsOrdered(bar))
            {
                issues++;
            }

            if (i > 0 && series.Interval == BarInterval.OneDay && (bar.Time - previous.Time).TotalDays > LongestClosureDays)
            {
                issues++;
            }

            if (bar.Close > 0 && previous.Close > 0)
            {
                returns[count++] = Math.Log((double)bar.Close / (double)previous.Close);
            }

            previous = bar;
        }

        issues += Jumps(returns.AsSpan(0, count));
        ArrayPool<double>.Shared.Return(returns);
        return issues;
    }

    /// <summary>Counts the jumps; the values are used up.</summary>
    private static int Jumps(Span<double> returns)
    {
        if (returns.IsEmpty)
        {
            return 0;
        }

        // The larger test first: most series have no return that passes it, and need no sort.
        if (returns.IndexOfAnyExceptInRange(-LeastJump, LeastJump) < 0)
        {
            return 0;
        }

        returns.Sort();
        var median = MiddleOf(returns);
        var jumps = 0;
        var deviations = ArrayPool<double>.Shared.Rent(returns.Length);
        var sorted = deviations.AsSpan(0, returns.Length);
        for (var i = 0; i < returns.Length; i++)
        {
            sorted[i] = Math.Abs(returns[i] - median);
        }

        sorted.Sort();
        var limit = Deviations * MiddleOf(sorted);
        foreach (var r in returns)
        {
            if (Math.Abs(r) > LeastJump && Math.Abs(r - median) > limit)
            {
                jumps++;
            }
        }

        ArrayPool<double>.Shared.Return(deviations);
        return jumps;
    }

    private static double MiddleOf(ReadOnlySpan<double> sorted) => 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
}
