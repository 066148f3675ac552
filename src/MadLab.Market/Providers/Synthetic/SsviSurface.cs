namespace MadLab.Market.Providers.Synthetic;

/// <summary>A volatility surface in the SSVI form, with parameters for which it has no calendar and no butterfly arbitrage.</summary>
/// <remarks>
/// Gatheral and Jacquier (2014): with phi(theta) = eta / sqrt(theta (1 + theta)) the surface is free of static arbitrage when
/// eta (1 + |rho|) is at most 2 and the at-the-money variance theta does not fall with time. Here eta (1 + |rho|) stays under 1.71.
/// </remarks>
internal sealed class SsviSurface(Instrument instrument, int session)
{
    private const double YearsToLongRun = 0.25;

    private readonly double _rho = instrument.SkewRho;
    private readonly double _eta = instrument.SkewEta;
    private readonly double _longRun = instrument.Volatility * instrument.Volatility;
    private readonly double _now = Square(instrument.Volatility * Walk.Regime(session));

    /// <summary>Total variance (squared volatility times years) at a log-moneyness ln(K/F).</summary>
    public double TotalVariance(double logMoneyness, double years)
    {
        var theta = AtTheMoney(years);
        var x = _eta / Math.Sqrt(theta * (1 + theta)) * logMoneyness;
        return theta / 2 * (1 + (_rho * x) + Math.Sqrt(Square(x + _rho) + 1 - (_rho * _rho)));
    }

    // The integral of a variance that goes from today's to the long run's: both are positive, so it rises.
    private double AtTheMoney(double years) =>
        (_longRun * years) + ((_now - _longRun) * YearsToLongRun * (1 - Math.Exp(-years / YearsToLongRun)));

    private static double Square(double x) => x * x;
}
