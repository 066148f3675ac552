namespace MadLab.Market.Analytics;

/// <summary>The standard normal distribution to double precision, tails included.</summary>
internal static class NormalDistribution
{
    private const double OneOverSqrtTwoPi = 0.39894228040143267794;
    private const double OneOverSqrtTwo = 0.70710678118654752440;

    /// <summary>The density at <paramref name="x"/>.</summary>
    public static double Density(double x) => OneOverSqrtTwoPi * Math.Exp(-0.5 * x * x);

    /// <summary>The probability of a value up to <paramref name="x"/>.</summary>
    public static double Cdf(double x) => 0.5 * ErrorFunction.Erfc(-x * OneOverSqrtTwo);
}
