namespace MadLab.Market.Analytics;

/// <summary>
/// Black's formula without units: the undiscounted price of the out-of-the-money option divided by sqrt(forward * strike), as a function
/// of <c>x = -|ln(forward / strike)|</c> and the total volatility <c>s = volatility * sqrt(years)</c>; and its inverse.
/// </summary>
/// <remarks>
/// b(x, s) = e^(x/2) N(x/s + s/2) - e^(-x/2) N(x/s - s/2), for x &lt;= 0. It grows in s from 0 to e^(x/2), convex up to sqrt(2|x|) and
/// concave past it. Each region has an objective on which Newton's iteration converges from one side, as P. Jäckel observed
/// ("By Implication", 2006); brackets hold it where rounding gets in the way.
/// </remarks>
internal static class NormalizedBlack
{
    private const double SqrtTwoOverPi = 0.79788456080286535588;
    private const double OneOverSqrtTwo = 0.70710678118654752440;

    /// <summary>Where both error functions are small, they are subtracted as such: the scaled ones are near 1 and would cancel.</summary>
    private const double Near = 0.65;

    private enum Region
    {
        /// <summary>Below the inflection: the logarithm of the price against 1/s^2, nearly a line.</summary>
        Low,

        /// <summary>The price against s.</summary>
        Middle,

        /// <summary>Near the upper bound: the logarithm of what is missing to it, against s.</summary>
        High,
    }

    /// <summary>The normalised price.</summary>
    /// <param name="x">Minus the absolute logarithm of forward by strike.</param>
    /// <param name="s">Total volatility, 0 or more.</param>
    public static double Price(double x, double s)
    {
        if (s <= 0)
        {
            return 0;
        }

        var h = x / s;
        var t = 0.5 * s;
        if (h + t < 0)
        {
            return t - h < Near ? PriceByErf(x, h, t) : Math.Exp(-0.5 * ((h * h) + (t * t))) * HalfDifference(h, t);
        }

        return x > -0.5
            ? PriceByErf(x, h, t)
            : (Math.Exp(0.5 * x) * NormalDistribution.Cdf(h + t)) - (Math.Exp(-0.5 * x) * NormalDistribution.Cdf(h - t));
    }

    /// <summary>The total volatility at which <see cref="Price"/> is <paramref name="price"/>; false when there is none.</summary>
    /// <param name="x">Minus the absolute logarithm of forward by strike.</param>
    /// <param name="price">The normalised price; it has an answer strictly between 0 and e^(x/2).</param>
    /// <param name="s">Total volatility, to within a few units in the last place of what the price determines.</param>
    public static bool TryInvert(double x, double price, out double s)
    {
        s = 0;
        var bound = Math.Exp(0.5 * x);
        if (!(x <= 0) || double.IsInfinity(x) || !(price > 0) || !(price < bound))
        {
            return false;
        }

        var inflection = Math.Sqrt(-2 * x);
        if (price < Price(x, inflection))
        {
            s = 1 / Math.Sqrt(Solve(Region.Low, x, price, Math.Log(price), -0.5 / x));
        }
        else if (price < 0.5 * bound)
        {
            s = Solve(Region.Middle, x, price, price, inflection);
        }
        else
        {
            s = Solve(Region.High, x, price, Math.Log(bound - price), inflection);
        }

        return s > 0 && double.IsFinite(s);
    }

    /// <summary>Finds the root right of <paramref name="start"/> of an increasing function.</summary>
    private static double Solve(Region region, double x, double price, double target, double start)
    {
        var (low, high) = (start, double.PositiveInfinity);
        var v = start;
        var previousStep = double.PositiveInfinity;
        for (var i = 0; i < 100; i++)
        {
            var (f, slope) = Objective(region, x, target, v);
            if (f == 0)
            {
                return v;
            }

            if (f < 0)
            {
                low = v;
            }
            else
            {
                high = v;
            }

            var next = v - (f / slope);
            var step = Math.Abs(next - v);
            if (step <= 1e-15 * next || (step < 1e-9 * next && step >= previousStep))
            {
                return next; // as close as the arithmetic gets: what is left of the step is rounding
            }

            if (!(next > low && next < high))
            {
                next = double.IsInfinity(high) ? Math.Max(2 * v, price) : 0.5 * (low + high);
                step = Math.Abs(next - v);
            }

            previousStep = step;
            v = next;
        }

        return v;
    }

    private static (double Value, double Slope) Objective(Region region, double x, double target, double v)
    {
        if (region == Region.Low)
        {
            var s = 1 / Math.Sqrt(v);
            var (logPrice, slope) = LogPrice(x, s);
            return (target - logPrice, 0.5 * slope * s * s * s); // ds/dv = -s^3/2
        }

        var (h, t) = (x == 0 ? 0 : x / v, 0.5 * v);
        var vega = 0.5 * SqrtTwoOverPi * Math.Exp(-0.5 * ((h * h) + (t * t)));
        if (region == Region.Middle)
        {
            return (Price(x, v) - target, vega);
        }

        var missing = (Math.Exp(0.5 * x) * NormalDistribution.Cdf(-h - t)) + (Math.Exp(-0.5 * x) * NormalDistribution.Cdf(h - t));
        return (target - Math.Log(missing), vega / missing);
    }

    /// <summary>The logarithm of the price below the inflection, which does not underflow, and its slope in s.</summary>
    private static (double LogPrice, double Slope) LogPrice(double x, double s)
    {
        var (h, t) = (x / s, 0.5 * s);
        var exponent = -0.5 * ((h * h) + (t * t));
        if (t - h < Near)
        {
            var price = PriceByErf(x, h, t);
            return (Math.Log(price), 0.5 * SqrtTwoOverPi * Math.Exp(exponent) / price);
        }

        var half = HalfDifference(h, t);
        return (exponent + Math.Log(half), 0.5 * SqrtTwoOverPi / half);
    }

    private static double HalfDifference(double h, double t) =>
        0.5 * (ErrorFunction.Erfcx(-(h + t) * OneOverSqrtTwo) - ErrorFunction.Erfcx(-(h - t) * OneOverSqrtTwo));

    private static double PriceByErf(double x, double h, double t) =>
        Math.Sinh(0.5 * x) + (0.5 * ((Math.Exp(0.5 * x) * ErrorFunction.Erf((h + t) * OneOverSqrtTwo)) - (Math.Exp(-0.5 * x) * ErrorFunction.Erf((h - t) * OneOverSqrtTwo))));
}
