namespace MadLab.Market.Providers.Synthetic;

/// <summary>A random walk over sessions with a step of about 1, to be entered anywhere and going nowhere in the long run.</summary>
/// <remarks>
/// Every 64 sessions lies an anchor; the anchors pull back to zero (a half-life of about two years), and between two of them runs a
/// bridge. So a day's level costs one pass over the anchors and one over a block, a whole history one pass, and no level is kept.
/// </remarks>
internal static class Walk
{
    private const int Block = 64;
    private const int RegimeLength = 21;
    private const double Persistence = 0.915;

    // The anchors' stationary deviation for which two neighbours differ as a walk of 64 steps does.
    private static readonly double AnchorDeviation = Math.Sqrt(Block / (2 * (1 - Persistence)));
    private static readonly double AnchorStep = AnchorDeviation * Math.Sqrt(1 - (Persistence * Persistence));
    private static readonly ulong RegimeKey = Noise.Key(Noise.Seed("market"), Noise.Use.Regime);

    /// <summary>How lively the whole market is in a session: between 0.8 and 1.2 of the usual.</summary>
    public static double Regime(int session)
    {
        var (node, offset) = Math.DivRem(session, RegimeLength);
        var before = Noise.Uniform(RegimeKey, node, 0.8, 1.2);
        var after = Noise.Uniform(RegimeKey, node + 1, 0.8, 1.2);
        return before + ((after - before) * offset / RegimeLength);
    }

    /// <summary>Adds a walk's levels, weighted, from one session on.</summary>
    /// <param name="key">The walk.</param>
    /// <param name="first">The first session, 0 or more.</param>
    /// <param name="weight">What one step counts.</param>
    /// <param name="levels">Added to, one element a session.</param>
    public static void AddTo(ulong key, int first, double weight, Span<double> levels)
    {
        var anchors = Noise.Key(key, -1);
        var block = first / Block;
        var anchor = AnchorDeviation * Noise.Normal(anchors, 0);
        for (var i = 1; i <= block; i++)
        {
            anchor = NextAnchor(anchors, anchor, i);
        }

        Span<double> walk = stackalloc double[Block + 1];
        for (var done = 0; done < levels.Length; block++)
        {
            var next = NextAnchor(anchors, anchor, block + 1);
            walk[0] = 0;
            for (var j = 1; j <= Block; j++)
            {
                var session = (block * Block) + j;
                walk[j] = walk[j - 1] + (Regime(session) * Noise.Normal(key, session));
            }

            var slope = (next - anchor - walk[Block]) / Block;
            for (var j = first + done - (block * Block); j < Block && done < levels.Length; j++, done++)
            {
                levels[done] += weight * (anchor + walk[j] + (slope * j));
            }

            anchor = next;
        }
    }

    private static double NextAnchor(ulong key, double anchor, int index) => (Persistence * anchor) + (AnchorStep * Noise.Normal(key, index));
}
