namespace MadLab.Market.Analytics;

/// <summary>European options on a forward (Black 1976), with sensitivities to the underlying's own price.</summary>
internal static class Black76
{
    /// <summary>The undiscounted price.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="forward">The forward of the expiry, above 0.</param>
    /// <param name="strike">The strike, above 0.</param>
    /// <param name="totalVolatility">Volatility times the root of the years left, 0 or more.</param>
    public static double Price(OptionRight right, double forward, double strike, double totalVolatility) =>
        Intrinsic(right, forward, strike)
        + (Math.Sqrt(forward * strike) * NormalizedBlack.Price(-Math.Abs(Math.Log(forward / strike)), totalVolatility));

    /// <summary>The yearly volatility that gives an undiscounted price; false when none does.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="forward">The forward of the expiry.</param>
    /// <param name="strike">The strike.</param>
    /// <param name="years">Time to expiry in years of 365 days.</param>
    /// <param name="price">The undiscounted price, above the intrinsic value.</param>
    /// <param name="volatility">Yearly volatility, a fraction.</param>
    public static bool TryImpliedVolatility(OptionRight right, double forward, double strike, double years, double price, out double volatility)
    {
        volatility = 0;
        if (!(forward > 0) || !(strike > 0) || !(years > 0) || double.IsInfinity(years))
        {
            return false;
        }

        var timeValue = (price - Intrinsic(right, forward, strike)) / (Math.Sqrt(forward) * Math.Sqrt(strike));
        if (!NormalizedBlack.TryInvert(-Math.Abs(Math.Log(forward / strike)), timeValue, out var total))
        {
            return false;
        }

        volatility = total / Math.Sqrt(years);
        return double.IsFinite(volatility) && volatility > 0;
    }

    /// <summary>The sensitivities of the discounted price.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="spot">The underlying's price; the forward moves with it in proportion.</param>
    /// <param name="forward">The forward of the expiry, dividends and borrowing included.</param>
    /// <param name="strike">The strike.</param>
    /// <param name="years">Time to expiry in years of 365 days.</param>
    /// <param name="rate">The yearly, continuously compounded rate of discounting, a fraction.</param>
    /// <param name="volatility">Yearly volatility, a fraction.</param>
    public static Greeks Sensitivities(OptionRight right, double spot, double forward, double strike, double years, double rate, double volatility)
    {
        var root = Math.Sqrt(years);
        var d1 = (Math.Log(forward / strike) / (volatility * root)) + (0.5 * volatility * root);
        var d2 = d1 - (volatility * root);
        var discount = Math.Exp(-rate * years);
        var carried = discount * forward; // the spot less what it pays out before the expiry
        var density = NormalDistribution.Density(d1);
        var sign = right == OptionRight.Call ? 1 : -1;
        var yield = rate - (Math.Log(forward / spot) / years);

        var delta = sign * NormalDistribution.Cdf(sign * d1) * carried / spot;
        var theta = (-0.5 * carried * density * volatility / root)
            + (yield * spot * delta)
            - (sign * rate * discount * strike * NormalDistribution.Cdf(sign * d2));
        return new Greeks(
            delta,
            Gamma: carried * density / (spot * spot * volatility * root),
            ThetaPerDay: theta / 365,
            Vega: carried * density * root);
    }

    private static double Intrinsic(OptionRight right, double forward, double strike) =>
        Math.Max(0, right == OptionRight.Call ? forward - strike : strike - forward);
}
