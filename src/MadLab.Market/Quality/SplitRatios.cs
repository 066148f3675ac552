namespace MadLab.Market.Quality;

/// <summary>The ratios at which levels of prices shift for a reason.</summary>
internal static class SplitRatios
{
    private static readonly (int New, int Old)[] Splits =
    [
        (5, 4), (4, 3), (3, 2), (2, 1), (5, 2), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1), (9, 1),
        (10, 1), (12, 1), (15, 1), (20, 1), (25, 1), (30, 1), (40, 1), (50, 1),
    ];

    private static readonly int[] Units = [100, 1_000];

    /// <summary>The split whose ratio is nearest, forward or reverse; null when none is near enough.</summary>
    /// <param name="logRatio">The logarithm of the price before by the price after.</param>
    /// <param name="tolerance">How far off its logarithm may be.</param>
    public static (int New, int Old)? NearestSplit(double logRatio, double tolerance)
    {
        (int, int)? nearest = null;
        foreach (var (more, less) in Splits)
        {
            var distance = Math.Abs(Math.Abs(logRatio) - Math.Log((double)more / less));
            if (distance <= tolerance)
            {
                tolerance = distance;
                nearest = logRatio > 0 ? (more, less) : (less, more);
            }
        }

        return nearest;
    }

    /// <summary>The change of unit, such as pence for pounds, whose factor is near; null when none is.</summary>
    public static int? NearestUnit(double logRatio, double tolerance)
    {
        foreach (var unit in Units)
        {
            if (Math.Abs(Math.Abs(logRatio) - Math.Log(unit)) <= tolerance)
            {
                return unit;
            }
        }

        return null;
    }
}
