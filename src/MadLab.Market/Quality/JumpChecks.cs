namespace MadLab.Market.Quality;

/// <summary>Finds prices that leave their neighbours: spikes, which come back, and levels that shift. Judged on log returns: on levels a trend hides them.</summary>
internal static class JumpChecks
{
    /// <summary>A jump is further from the median of its neighbours than this many median absolute deviations...</summary>
    private const double Deviations = 8;

    /// <summary>...and larger than this where it comes back, ...</summary>
    private const double LeastSpike = 0.05;

    /// <summary>...and than this where it stays for more than a bar, so that nobody is accused of a few lively days.</summary>
    private const double LeastShift = 0.2;

    /// <summary>How many bars a spike lasts at the most.</summary>
    private const int LongestSpike = 5;

    /// <summary>The way back may miss the start by this part of the way out.</summary>
    private const double Return = 0.3;

    /// <summary>In a lively market a single bar must be off by more...</summary>
    private const double LeastLivelySpike = 0.12;

    /// <summary>...and come back more fully.</summary>
    private const double FullReturn = 0.2;

    /// <summary>Adds what is found.</summary>
    /// <param name="bars">The bars, in order; those without a positive close are passed over.</param>
    /// <param name="adjustment">What the series was corrected for: a split in raw prices is no fault.</param>
    /// <param name="issues">Where to.</param>
    public static void Check(ReadOnlySpan<Bar> bars, PriceAdjustment adjustment, IssueList issues)
    {
        var path = JumpPath.Of(bars);
        var jumps = Candidates(path);
        for (var i = 0; i < jumps.Count; i++)
        {
            var back = WayBack(bars, path, jumps, i);
            if (back is { } end)
            {
                AddSpike(bars, path, jumps[i].At, jumps[end].At, issues);
                i = end;
            }
            else if (jumps[i].IsClear && Math.Abs(jumps[i].Move) > LeastShift)
            {
                LevelShifts.Judge(bars, path, jumps[i], adjustment, issues);
            }
        }
    }

    private static List<Jump> Candidates(JumpPath path)
    {
        var jumps = new List<Jump>();
        var returns = path.Returns;
        for (var i = 0; i < returns.Length; i++)
        {
            if (Math.Abs(returns[i]) <= LeastSpike)
            {
                continue;
            }

            var scale = LocalScale.Around(returns, i);
            var clear = Math.Abs(returns[i] - scale.Median) > Deviations * scale.Deviation;
            jumps.Add(new Jump(i + 1, returns[i], scale.Deviation, clear));
        }

        return jumps;
    }

    /// <summary>The jump that undoes one within a few bars; null when the price stays.</summary>
    private static int? WayBack(ReadOnlySpan<Bar> bars, JumpPath path, List<Jump> jumps, int i)
    {
        var way = jumps[i];
        for (var j = i + 1; j < jumps.Count && jumps[j].At <= way.At + LongestSpike; j++)
        {
            var back = jumps[j];
            if (Math.Sign(back.Move) == Math.Sign(way.Move))
            {
                continue;
            }

            var net = Math.Abs(path.Logs[back.At] - path.Logs[way.At - 1]);
            var least = Math.Min(Math.Abs(way.Move), Math.Abs(back.Move));
            var clear = way.IsClear && back.IsClear;
            if (net <= Return * least && (back.At == way.At + 1 ? clear || IsOneBar(bars, path, way, back, net, least) : clear && least > LeastShift))
            {
                return j;
            }
        }

        return null;
    }

    /// <summary>Whether one bar alone is off, although the market around it moves so much that not both ways are clear.</summary>
    private static bool IsOneBar(ReadOnlySpan<Bar> bars, JumpPath path, in Jump way, in Jump back, double net, double least) =>
        IsIsland(bars, path, way) || ((way.IsClear || back.IsClear) && least > LeastLivelySpike && net <= FullReturn * least);

    /// <summary>Whether one bar lies apart from both neighbours, high, low and all: markets that move trade on the way.</summary>
    private static bool IsIsland(ReadOnlySpan<Bar> bars, JumpPath path, in Jump way)
    {
        var least = Math.Max(LeastSpike, 2 * way.Deviation);
        var (before, bar, after) = (path.RangeOf(bars, way.At - 1), path.RangeOf(bars, way.At), path.RangeOf(bars, way.At + 1));
        return way.Move > 0
            ? bar.Low - Math.Max(before.High, after.High) > least
            : Math.Min(before.Low, after.Low) - bar.High > least;
    }

    private static void AddSpike(ReadOnlySpan<Bar> bars, JumpPath path, int first, int end, IssueList issues)
    {
        var (before, after) = (path.Logs[first - 1], path.Logs[end]);
        for (var i = first; i < end; i++)
        {
            var share = (double)(i - first + 1) / (end - first + 1);
            var expected = before + (share * (after - before));
            var bar = bars[path.Index[i]];
            issues.Add(
                QualityKind.Outlier,
                Math.Abs(path.Logs[i] - expected) > Math.Log(3) ? QualitySeverity.Error : QualitySeverity.Warning,
                bar.Time,
                $"Close {bar.Close:0.########} leaves its neighbours, {bars[path.Index[first - 1]].Close:0.########} before and {bars[path.Index[end]].Close:0.########} after, and comes back.",
                bar.Close,
                JumpPath.PriceOf(expected));
        }
    }
}
