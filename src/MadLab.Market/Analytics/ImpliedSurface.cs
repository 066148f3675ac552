using System.Runtime.InteropServices;

namespace MadLab.Market.Analytics;

/// <summary>Computes an implied volatility surface from option quotes; <c>docs/analytics.md</c> has the conventions.</summary>
internal static class ImpliedSurface
{
    private const double DaysPerYear = 365;

    /// <summary>The implied volatility of every strike and expiry whose out-of-the-money side is quoted.</summary>
    /// <param name="chain">The quotes; those without a bid, crossed or expired are passed over, of two for one contract the tighter counts.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.NoData"/>: no quote can be used.</exception>
    public static VolSurface From(OptionChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var points = new List<VolPoint>();
        var spot = (double)chain.UnderlyingPrice;
        SurfaceSlice? earlier = null;
        if (spot > 0)
        {
            var quotes = CollectionsMarshal.AsSpan(Usable(chain.Quotes));
            while (!quotes.IsEmpty)
            {
                var expiry = quotes[0].Expiry;
                var count = 1;
                while (count < quotes.Length && quotes[count].Expiry == expiry)
                {
                    count++;
                }

                earlier = AddExpiry(points, quotes[..count], chain, spot, earlier) ?? earlier;
                quotes = quotes[count..];
            }
        }

        return points.Count > 0
            ? new VolSurface { Symbol = chain.Symbol, UnderlyingPrice = chain.UnderlyingPrice, Points = points, Timestamp = chain.AsOf }
            : throw new MarketDataException(
                MarketErrorKind.NoData,
                $"No implied volatility for {chain.Symbol}: of {chain.Quotes.Count} option quotes none is alive, quoted on both sides and paired with the other right near the money.");
    }

    private static List<OptionMid> Usable(IReadOnlyList<OptionQuote> quotes)
    {
        var usable = new List<OptionMid>(quotes.Count);
        for (var i = 0; i < quotes.Count; i++)
        {
            var quote = quotes[i];
            if (quote.Strike > 0 && quote.Bid > 0 && quote.Ask >= quote.Bid)
            {
                // In double: the sum of two decimals can overflow.
                var (bid, ask) = ((double)quote.Bid, (double)quote.Ask);
                usable.Add(new OptionMid(quote.Expiry, quote.Strike, quote.Right, 0.5 * (bid + ask), ask - bid));
            }
        }

        usable.Sort();
        var kept = 0;
        for (var i = 0; i < usable.Count; i++)
        {
            if (kept == 0 || !usable[kept - 1].IsSameContract(usable[i]))
            {
                usable[kept++] = usable[i];
            }
        }

        usable.RemoveRange(kept, usable.Count - kept);
        return usable;
    }

    /// <summary>Adds the points of an expiry.</summary>
    /// <returns>The expiry's slice; null where it has no point.</returns>
    private static SurfaceSlice? AddExpiry(List<VolPoint> points, ReadOnlySpan<OptionMid> quotes, OptionChain chain, double spot, SurfaceSlice? earlier)
    {
        var expiry = quotes[0].Expiry;
        var years = ((chain.ExpiryTime?.Invoke(expiry) ?? NewYorkClose.At(expiry)) - chain.AsOf).TotalDays / DaysPerYear;
        if (years <= 0)
        {
            return null;
        }

        var growth = Math.Exp(chain.RiskFreeRate * years);
        if (ParityForward.Estimate(quotes, spot, growth) is not { } forward)
        {
            return null;
        }

        var slice = new SurfaceSlice();
        var first = points.Count;
        foreach (ref readonly var quote in quotes)
        {
            var strike = (double)quote.Strike;
            var outOfTheMoney = strike >= forward ? OptionRight.Call : OptionRight.Put;
            if (quote.Right != outOfTheMoney
                || !Black76.TryImpliedVolatility(quote.Right, forward, strike, years, growth * quote.Mid, out var volatility))
            {
                continue;
            }

            var greeks = Black76.Sensitivities(quote.Right, spot, forward, strike, years, chain.RiskFreeRate, volatility);
            if (!greeks.AreFinite)
            {
                continue;
            }

            var (bid, ask) = (growth * (quote.Mid - (0.5 * quote.Spread)), growth * (quote.Mid + (0.5 * quote.Spread)));
            double? bidVol = Black76.TryImpliedVolatility(quote.Right, forward, strike, years, bid, out var low) ? low : null;
            double? askVol = Black76.TryImpliedVolatility(quote.Right, forward, strike, years, ask, out var high) ? high : null;
            slice.Add(forward, years, strike, bid, ask, bidVol, askVol);
            points.Add(new VolPoint
            {
                Strike = quote.Strike,
                Expiry = expiry,
                ImpliedVol = volatility,
                Delta = greeks.Delta,
                Gamma = greeks.Gamma,
                Theta = greeks.ThetaPerDay,
                Vega = greeks.Vega,
                BidVol = bidVol,
                AskVol = askVol,
            });
        }

        slice.Flag(CollectionsMarshal.AsSpan(points)[first..], earlier);
        return points.Count > first ? slice : null;
    }
}
