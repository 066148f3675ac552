using System.Runtime.InteropServices;

namespace MadLab.Market.Analytics;

/// <summary>One expiry of a surface as its bids and asks allow it, to see whether they leave an arbitrage open.</summary>
internal sealed class SurfaceSlice
{
    /// <summary>What rounding may make of prices, relative to the forward, and of variances.</summary>
    private const double Rounding = 1e-12;

    private readonly List<Node> _nodes = [];

    /// <summary>Adds a point of the expiry; strikes rise.</summary>
    /// <param name="forward">The expiry's forward.</param>
    /// <param name="years">Time to the expiry.</param>
    /// <param name="strike">The strike.</param>
    /// <param name="bid">The undiscounted bid of the side out of the money.</param>
    /// <param name="ask">The undiscounted ask of the side out of the money.</param>
    /// <param name="bidVol">The bid's volatility, where there is one.</param>
    /// <param name="askVol">The ask's volatility, where there is one.</param>
    public void Add(double forward, double years, double strike, double bid, double ask, double? bidVol, double? askVol)
    {
        // By parity either side becomes a call, and calls of all strikes compare.
        var intrinsic = Math.Max(0, forward - strike);
        _nodes.Add(new Node(
            Math.Log(strike / forward), strike, (bid + intrinsic) / forward, (ask + intrinsic) / forward, bidVol * bidVol * years, askVol * askVol * years));
    }

    /// <summary>Flags the points of this expiry.</summary>
    /// <param name="points">The points, one for each that was added.</param>
    /// <param name="earlier">The expiry before; null for the first.</param>
    public void Flag(Span<VolPoint> points, SurfaceSlice? earlier)
    {
        for (var i = 0; i < points.Length; i++)
        {
            var flags = (i > 0 && i < points.Length - 1 && IsButterfly(_nodes[i - 1], _nodes[i], _nodes[i + 1]) ? OptionArbitrage.Butterfly : 0)
                | (earlier is not null && earlier.IsAbove(_nodes[i]) ? OptionArbitrage.Calendar : 0);
            if (flags != OptionArbitrage.None)
            {
                points[i] = points[i] with { Arbitrage = flags };
            }
        }
    }

    /// <summary>Whether the body sells for more than the wings cost: call prices are convex in the strike.</summary>
    private static bool IsButterfly(in Node low, in Node body, in Node high)
    {
        var share = (high.Strike - body.Strike) / (high.Strike - low.Strike);
        return body.CallBid > (share * low.CallAsk) + ((1 - share) * high.CallAsk) + Rounding;
    }

    /// <summary>Whether a later expiry's ask has less total variance than this one's bids on both sides of its moneyness.</summary>
    private bool IsAbove(in Node later)
    {
        if (later.AskVariance is not { } ask)
        {
            return false;
        }

        var nodes = CollectionsMarshal.AsSpan(_nodes);
        var right = 0;
        while (right < nodes.Length && nodes[right].LogMoneyness < later.LogMoneyness)
        {
            right++;
        }

        // Outside the strikes of the earlier expiry nothing is known. A strike that both have at one forward is both neighbours.
        if (right == nodes.Length || (right == 0 && nodes[0].LogMoneyness > later.LogMoneyness))
        {
            return false;
        }

        var left = nodes[right].LogMoneyness <= later.LogMoneyness ? right : right - 1;
        return ask < nodes[left].BidVariance - Rounding && ask < nodes[right].BidVariance - Rounding;
    }

    private readonly record struct Node(
        double LogMoneyness, double Strike, double CallBid, double CallAsk, double? BidVariance, double? AskVariance);
}
