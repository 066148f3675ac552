namespace MadLab.Market.Analytics;

/// <summary>The forward that the options themselves imply: by put-call parity, <c>F = K + e^(rT) (C - P)</c>.</summary>
internal static class ParityForward
{
    /// <summary>How many strikes vote. Near the spot both sides are quoted tightly and early exercise is worth least.</summary>
    private const int Voters = 5;

    /// <summary>The median over the strikes nearest the spot at which both sides are quoted; null when there is none, or when it is not positive.</summary>
    /// <param name="quotes">Quotes of one expiry, by strike; at most one call and one put each.</param>
    /// <param name="spot">The underlying's price.</param>
    /// <param name="growth">e^(rT).</param>
    public static double? Estimate(ReadOnlySpan<OptionMid> quotes, double spot, double growth)
    {
        Span<(double Distance, double Forward)> nearest = stackalloc (double, double)[Voters];
        var count = 0;
        for (var i = 0; i + 1 < quotes.Length; i++)
        {
            // Sorted by strike, then call before put: the two sides of a strike are neighbours.
            ref readonly var call = ref quotes[i];
            ref readonly var put = ref quotes[i + 1];
            if (call.Strike != put.Strike || call.Right == put.Right)
            {
                continue;
            }

            Insert(nearest, ref count, Math.Abs((double)call.Strike - spot), (double)call.Strike + (growth * (call.Mid - put.Mid)));
        }

        if (count == 0)
        {
            return null;
        }

        var voters = nearest[..count];
        voters.Sort(static (a, b) => a.Forward.CompareTo(b.Forward));
        var forward = 0.5 * (voters[(count - 1) / 2].Forward + voters[count / 2].Forward);
        return forward > 0 && double.IsFinite(forward) ? forward : null;
    }

    /// <summary>Keeps the nearest; of two at the same distance the lower strike, which comes first.</summary>
    private static void Insert(Span<(double Distance, double Forward)> nearest, ref int count, double distance, double forward)
    {
        var at = count;
        while (at > 0 && distance < nearest[at - 1].Distance)
        {
            at--;
        }

        if (at == nearest.Length)
        {
            return;
        }

        count = Math.Min(count + 1, nearest.Length);
        nearest[at..(count - 1)].CopyTo(nearest[(at + 1)..]);
        nearest[at] = (distance, forward);
    }
}
