namespace MadLab.Market.Quality;

/// <summary>Says why a price went to another level and stayed there.</summary>
internal static class LevelShifts
{
    /// <summary>A split multiplies the shares that change hands and leaves the money about as it was; news multiplies that by more than this.</summary>
    private const double SameTurnover = 5;

    /// <summary>A volume of more than this many times the usual is news: the move is real.</summary>
    private const double NewsVolume = 3;

    /// <summary>Beyond this factor no news explains a level: it is another unit, or another company under the same symbol.</summary>
    private const double AnotherInstrument = 3;

    /// <summary>How far a ratio may be off: the market moves on the day, too.</summary>
    private const double LeastTolerance = 0.04;

    /// <summary>Adds what a lasting jump is taken for, if for a fault.</summary>
    public static void Judge(ReadOnlySpan<Bar> bars, JumpPath path, in Jump jump, PriceAdjustment adjustment, IssueList issues)
    {
        var bar = bars[path.Index[jump.At]];
        var before = bars[path.Index[jump.At - 1]];
        var ratio = -jump.Move;
        var atOpen = bar.Open > 0 ? Math.Log((double)before.Close / (double)bar.Open) : ratio;
        var tolerance = Math.Max(LeastTolerance, 4 * jump.Deviation);
        var volume = UsualVolume(bars, path.Index[jump.At]) is { } usual && usual > 0 ? (double)bar.Volume / usual : (double?)null;

        if (SplitRatios.NearestUnit(ratio, tolerance) is { } unit)
        {
            issues.Add(
                QualityKind.LevelShift,
                QualitySeverity.Error,
                bar.Time,
                $"Close {bar.Close:0.########} after {before.Close:0.########}: prices go on {(ratio < 0 ? $"{unit} times as high" : $"at a {unit}th")}, as after a change of unit.",
                ratio < 0 ? 1m / unit : unit);
        }
        else if ((volume is not > NewsVolume || volume * Math.Exp(-ratio) < SameTurnover)
            && (SplitRatios.NearestSplit(atOpen, tolerance) ?? SplitRatios.NearestSplit(ratio, tolerance)) is var (more, less))
        {
            issues.Add(
                QualityKind.LevelShift,
                adjustment == PriceAdjustment.Raw ? QualitySeverity.Info : QualitySeverity.Error,
                bar.Time,
                $"Close {bar.Close:0.########} after {before.Close:0.########} is what a split of {more} for {less} does{(adjustment == PriceAdjustment.Raw ? "." : ", which these prices should be corrected for.")}",
                decimal.Round((decimal)more / less, 6));
        }
        else if (Math.Abs(ratio) > Math.Log(AnotherInstrument))
        {
            issues.Add(
                QualityKind.LevelShift,
                QualitySeverity.Warning,
                bar.Time,
                $"Close {bar.Close:0.########} after {before.Close:0.########}: prices go on at another level, which no split explains.",
                JumpPath.PriceOf(ratio));
        }
        else if (volume is not > NewsVolume)
        {
            issues.Add(
                QualityKind.Outlier,
                QualitySeverity.Info,
                bar.Time,
                $"Close {bar.Close:0.########} after {before.Close:0.########} without the volume of news; the price stays there.",
                bar.Close,
                before.Close);
        }
    }

    /// <summary>The middle of the volumes before a bar; null at the start of a series.</summary>
    private static double? UsualVolume(ReadOnlySpan<Bar> bars, int at)
    {
        Span<double> volumes = stackalloc double[LocalScale.Reach];
        var count = 0;
        for (var i = Math.Max(0, at - LocalScale.Reach); i < at; i++)
        {
            volumes[count++] = (double)bars[i].Volume;
        }

        return count > 0 ? LocalScale.MiddleOf(volumes[..count]) : null;
    }
}
