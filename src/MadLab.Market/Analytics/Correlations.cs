using System.Buffers;

namespace MadLab.Market.Analytics;

/// <summary>Correlations of daily returns; <c>docs/analytics.md</c> has the conventions.</summary>
internal static class Correlations
{
    /// <summary>The fewest returns a pair must have in common.</summary>
    public const int MinReturns = 20;

    /// <summary>Returns that vary by less than this vary by rounding alone.</summary>
    private const double NoDeviation = 1e-12;

    /// <summary>Pearson's correlation of log returns, each pair on the days that both have.</summary>
    /// <param name="series">Daily series, adjusted, in the order of the answer.</param>
    /// <param name="period">The window, counted back from the newest day that all have in common, both ends included; <c>1D</c> and <c>5D</c> are too short for any value.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.NoData"/>: the series have no day in common.</exception>
    public static CorrelationMatrix Compute(IReadOnlyList<PriceSeries> series, PriceRange period)
    {
        ArgumentNullException.ThrowIfNull(series);
        var paths = new ClosingPath[series.Count];
        for (var i = 0; i < paths.Length; i++)
        {
            paths[i] = ClosingPath.Of(series[i]);
        }

        var newest = ClosingPath.NewestCommonDay(paths)
            ?? throw new MarketDataException(MarketErrorKind.NoData, $"{string.Join(", ", series.Select(s => s.Symbol.Value))} have no trading day in common.");
        var first = period.Sessions() is { } sessions
            ? newest.AddDays(Math.Max(1 - sessions, -newest.DayNumber))
            : period.FirstDay(newest);

        var (matrix, counts) = Fill(paths, first.DayNumber, newest.DayNumber);
        return new CorrelationMatrix
        {
            Symbols = [.. series.Select(s => s.Symbol)],
            Matrix = matrix,
            Period = period,
            Timestamp = CloseOf(newest, series),
            Counts = counts,
            SmallestEigenvalue = Eigenvalues.Smallest(matrix),
            Warning = RawPrices.WarningOf(series.Min(s => s.Adjustment)),
        };
    }

    private static (double?[][] Matrix, int[][] Counts) Fill(ClosingPath[] paths, int first, int newest)
    {
        var matrix = new double?[paths.Length][];
        var counts = new int[paths.Length][];
        var longest = 0;
        for (var i = 0; i < paths.Length; i++)
        {
            matrix[i] = new double?[paths.Length];
            matrix[i][i] = 1;
            counts[i] = new int[paths.Length];
            counts[i][i] = Math.Max(0, Start(paths[i].Days, newest + 1) - Start(paths[i].Days, first) - 1);
            longest = Math.Max(longest, paths[i].Days.Length);
        }

        var buffer = ArrayPool<double>.Shared.Rent(2 * longest);
        for (var i = 0; i < paths.Length; i++)
        {
            for (var j = i + 1; j < paths.Length; j++)
            {
                var left = buffer.AsSpan(0, longest);
                var right = buffer.AsSpan(longest, longest);
                var count = Align(paths[i], paths[j], first, newest, left, right);
                counts[i][j] = counts[j][i] = count;
                matrix[i][j] = matrix[j][i] = Pearson(left[..count], right[..count]);
            }
        }

        ArrayPool<double>.Shared.Return(buffer);
        return (matrix, counts);
    }

    /// <summary>The returns from one common day to the next: taken after the alignment, so that a holiday of one market shifts nothing.</summary>
    private static int Align(ClosingPath a, ClosingPath b, int first, int newest, Span<double> left, Span<double> right)
    {
        var (i, j) = (Start(a.Days, first), Start(b.Days, first));
        var (previousA, previousB) = (double.NaN, double.NaN);
        var count = 0;
        while (i < a.Days.Length && j < b.Days.Length && a.Days[i] <= newest && b.Days[j] <= newest)
        {
            if (a.Days[i] < b.Days[j])
            {
                i++;
                continue;
            }

            if (a.Days[i] > b.Days[j])
            {
                j++;
                continue;
            }

            var (closeA, closeB) = (a.LogCloses[i++], b.LogCloses[j++]);
            if (!double.IsNaN(previousA))
            {
                left[count] = closeA - previousA;
                right[count++] = closeB - previousB;
            }

            (previousA, previousB) = (closeA, closeB);
        }

        return count;
    }

    private static int Start(ReadOnlySpan<int> days, int first)
    {
        var at = days.BinarySearch(first);
        return at >= 0 ? at : ~at;
    }

    private static double? Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length < MinReturns)
        {
            return null;
        }

        var (meanX, meanY) = (Mean(x), Mean(y));
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        var least = NoDeviation * NoDeviation * x.Length;
        return xx > least && yy > least ? Math.Clamp(xy / (Math.Sqrt(xx) * Math.Sqrt(yy)), -1, 1) : null;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>The latest close among the series that end on the day and say when; else the day's own time stamp, midnight UTC.</summary>
    private static DateTimeOffset CloseOf(DateOnly day, IReadOnlyList<PriceSeries> series)
    {
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var close = start;
        foreach (var s in series)
        {
            if (s.AsOf > close && s.Bars[^1].IsFinal && ClosingPath.DayOf(s.Bars[^1]) == day)
            {
                close = s.AsOf.Value;
            }
        }

        return close;
    }
}
