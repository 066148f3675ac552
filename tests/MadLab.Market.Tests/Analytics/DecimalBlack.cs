namespace MadLab.Market.Tests.Analytics;

/// <summary>Black's formula and its inverse, slowly and to 24 digits: power series, a continued fraction and bisection in <see cref="decimal"/>; nothing of it is shared with what it checks.</summary>
internal static class DecimalBlack
{
    private const decimal Pi = 3.1415926535897932384626433833m;
    private const decimal LogTwo = 0.6931471805599453094172321215m;

    /// <summary>The undiscounted price of a call or put.</summary>
    public static decimal Price(OptionRight right, decimal forward, decimal strike, decimal totalVolatility)
    {
        var d1 = (Log(forward / strike) / totalVolatility) + (totalVolatility / 2);
        var d2 = d1 - totalVolatility;
        return right == OptionRight.Call
            ? (forward * Cdf(d1)) - (strike * Cdf(d2))
            : (strike * Cdf(-d2)) - (forward * Cdf(-d1));
    }

    /// <summary>The total volatility of a price, by halving an interval that holds it.</summary>
    public static decimal Invert(OptionRight right, decimal forward, decimal strike, decimal price)
    {
        var (low, high) = (0.0000001m, 20m);
        while (high - low > 1e-22m)
        {
            var middle = (low + high) / 2;
            if (middle == low || middle == high)
            {
                break;
            }

            (low, high) = Price(right, forward, strike, middle) < price ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    public static decimal Cdf(decimal x)
    {
        var square = x * x;
        if (square > 110)
        {
            return x > 0 ? 1 : 0; // below 1e-24
        }

        if (square > 20)
        {
            var tail = Tail(Math.Abs(x));
            return x > 0 ? 1 - tail : tail;
        }

        // x + x^3/3 + x^5/15 + ..: all terms have one sign, so that none cancels.
        var (term, sum) = (x, x);
        for (var n = 3; Math.Abs(term) > 1e-28m * Math.Max(1, Math.Abs(sum)); n += 2)
        {
            term *= square / n;
            sum += term;
        }

        return 0.5m + (Exp(-square / 2) * sum / Sqrt(2 * Pi));
    }

    /// <summary>Laplace's continued fraction, density / (x + 1/(x + 2/(x + ..))): the series would lose the digits of a tail.</summary>
    private static decimal Tail(decimal x)
    {
        var fraction = x;
        for (var n = 150; n > 0; n--)
        {
            fraction = x + (n / fraction);
        }

        return Exp(-x * x / 2) / Sqrt(2 * Pi) / fraction;
    }

    public static decimal Exp(decimal x)
    {
        if (x < -64)
        {
            return 0;
        }

        var halvings = 0;
        for (; Math.Abs(x) > 0.01m; halvings++)
        {
            x /= 2;
        }

        var (term, sum) = (1m, 1m);
        for (var n = 1; Math.Abs(term) > 1e-29m && n < 40; n++)
        {
            term *= x / n;
            sum += term;
        }

        for (; halvings > 0; halvings--)
        {
            sum *= sum;
        }

        return sum;
    }

    public static decimal Log(decimal x)
    {
        var twos = 0;
        for (; x > 1.5m; twos++)
        {
            x /= 2;
        }

        for (; x < 0.75m; twos--)
        {
            x *= 2;
        }

        // The area tangent: 2 (y + y^3/3 + ..) with y = (x-1)/(x+1).
        var y = (x - 1) / (x + 1);
        var (power, sum) = (y, y);
        for (var n = 3; Math.Abs(power) > 1e-29m && n < 200; n += 2)
        {
            power *= y * y;
            sum += power / n;
        }

        return (2 * sum) + (twos * LogTwo);
    }

    public static decimal Sqrt(decimal x)
    {
        var root = (decimal)Math.Sqrt((double)x);
        for (var i = 0; i < 3; i++)
        {
            root = (root + (x / root)) / 2;
        }

        return root;
    }
}
