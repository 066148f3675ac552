namespace MadLab.Market.Providers.Synthetic;

/// <summary>The standard normal distribution, to about 14 digits in the tails too.</summary>
internal static class NormalDistribution
{
    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    public static double Cumulative(double x)
    {
        if (x > 0)
        {
            return 1 - Cumulative(-x);
        }

        return x > -3 ? 0.5 - Centre(-x) : Tail(-x);
    }

    // phi(x) (x + x^3/3 + x^5/15 + ..): all terms are positive, so nothing cancels.
    private static double Centre(double x)
    {
        var term = x;
        var sum = x;
        for (var n = 3; term > 1e-17 * sum; n += 2)
        {
            term *= x * x / n;
            sum += term;
        }

        return Density(x) * sum;
    }

    // phi(x) / (x + 1/(x + 2/(x + 3/(x + ..)))), from the inside out.
    private static double Tail(double x)
    {
        var fraction = x;
        for (var n = 60; n > 0; n--)
        {
            fraction = x + (n / fraction);
        }

        return Density(x) / fraction;
    }
}
