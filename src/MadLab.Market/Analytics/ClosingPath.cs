namespace MadLab.Market.Analytics;

/// <summary>The days and log closes of one series, as pairs of series are aligned on them.</summary>
internal sealed class ClosingPath
{
    private readonly int[] _days;
    private readonly double[] _logCloses;

    private ClosingPath(int[] days, double[] logCloses)
    {
        _days = days;
        _logCloses = logCloses;
    }

    /// <summary>Day numbers, rising.</summary>
    public ReadOnlySpan<int> Days => _days;

    /// <summary>The logarithm of each day's close.</summary>
    public ReadOnlySpan<double> LogCloses => _logCloses;

    /// <summary>Takes the finished bars with a positive close; others count as days without a close.</summary>
    public static ClosingPath Of(PriceSeries series)
    {
        var bars = series.Bars;
        var days = new int[bars.Count];
        var logCloses = new double[bars.Count];
        var count = 0;
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = bars[i];
            var day = DayOf(bar).DayNumber;
            if (!bar.IsFinal || bar.Close <= 0 || (count > 0 && day <= days[count - 1]))
            {
                continue;
            }

            days[count] = day;
            logCloses[count++] = Math.Log((double)bar.Close);
        }

        return new ClosingPath(days[..count], logCloses[..count]);
    }

    /// <summary>The day of a daily bar.</summary>
    public static DateOnly DayOf(in Bar bar) => DateOnly.FromDateTime(bar.Time.UtcDateTime);

    /// <summary>The newest day that all paths have; null when there is none.</summary>
    public static DateOnly? NewestCommonDay(ReadOnlySpan<ClosingPath> paths)
    {
        if (paths.IsEmpty || paths[0]._days.Length == 0)
        {
            return null;
        }

        // Every path lowers the candidate to its own newest day not after it, until all agree.
        var candidate = paths[0]._days[^1];
        var agreed = 0;
        for (var i = 0; agreed < paths.Length; i = (i + 1) % paths.Length)
        {
            var days = paths[i]._days;
            var at = Array.BinarySearch(days, candidate);
            at = at >= 0 ? at : ~at - 1;
            if (at < 0)
            {
                return null;
            }

            agreed = days[at] == candidate ? agreed + 1 : 1;
            candidate = days[at];
        }

        return DateOnly.FromDayNumber(candidate);
    }
}
