namespace MadLab.Market.Analytics;

/// <summary>The error function and its complements to double precision, after the rational Chebyshev approximations of W. J. Cody, Mathematics of Computation 23 (1969) 631-637.</summary>
/// <remarks>Relative error below about 4e-16 wherever the result is a normal number, deep tails included; that is what the wings of a volatility surface need.</remarks>
internal static class ErrorFunction
{
    private const double OneOverSqrtPi = 0.56418958354775628695;

    /// <summary>Up to here the error function is approximated itself, past it the scaled complement.</summary>
    private const double Small = 0.46875;

    // Highest power first. The second of each pair is monic: its leading 1 is written out.
    private static ReadOnlySpan<double> SmallNumerator =>
        [1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3];

    private static ReadOnlySpan<double> SmallDenominator =>
        [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
        8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
        3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
    ];

    private static ReadOnlySpan<double> LargeNumerator =>
    [
        1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
        1.60837851487422766e-2, 6.58749161529837803e-4,
    ];

    private static ReadOnlySpan<double> LargeDenominator =>
    [
        1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3,
    ];

    /// <summary>2/sqrt(pi) times the integral of exp(-t^2) from 0 to <paramref name="x"/>.</summary>
    public static double Erf(double x)
    {
        var y = Math.Abs(x);
        return y <= Small ? ErfSmall(x) : Math.CopySign(1 - (ErfcxPositive(y) * ExpMinusSquare(y)), x);
    }

    /// <summary>1 - erf(x), without the cancellation.</summary>
    public static double Erfc(double x)
    {
        var y = Math.Abs(x);
        if (y <= Small)
        {
            return 1 - ErfSmall(x);
        }

        var tail = ErfcxPositive(y) * ExpMinusSquare(y);
        return x < 0 ? 2 - tail : tail;
    }

    /// <summary>exp(x^2) erfc(x), which does not underflow; infinite below about -26.6.</summary>
    public static double Erfcx(double x)
    {
        var y = Math.Abs(x);
        if (y <= Small)
        {
            return Math.Exp(x * x) * (1 - ErfSmall(x));
        }

        return x < 0 ? (2 / ExpMinusSquare(y)) - ErfcxPositive(y) : ErfcxPositive(y);
    }

    private static double ErfSmall(double x)
    {
        var square = x * x;
        return x * Horner(SmallNumerator, square) / Horner(SmallDenominator, square);
    }

    private static double ErfcxPositive(double y)
    {
        if (y <= Small)
        {
            return Math.Exp(y * y) * (1 - ErfSmall(y));
        }

        if (y <= 4)
        {
            return Horner(MiddleNumerator, y) / Horner(MiddleDenominator, y);
        }

        var inverse = 1 / (y * y);
        return (OneOverSqrtPi - (inverse * Horner(LargeNumerator, inverse) / Horner(LargeDenominator, inverse))) / y;
    }

    /// <summary>exp(-y^2), where rounding y^2 first would cost y^2 times the precision.</summary>
    private static double ExpMinusSquare(double y)
    {
        if (y > 40)
        {
            return 0;
        }

        var coarse = Math.Truncate(y * 16) / 16; // squares exactly
        return Math.Exp(-coarse * coarse) * Math.Exp(-(y - coarse) * (y + coarse));
    }

    private static double Horner(ReadOnlySpan<double> coefficients, double x)
    {
        var sum = coefficients[0];
        for (var i = 1; i < coefficients.Length; i++)
        {
            sum = (sum * x) + coefficients[i];
        }

        return sum;
    }
}
