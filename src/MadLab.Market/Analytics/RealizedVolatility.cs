namespace MadLab.Market.Analytics;

/// <summary>Realised volatility: the sample standard deviation of log returns, by the year.</summary>
internal static class RealizedVolatility
{
    /// <summary>Trading sessions of a year, by which daily volatility is annualised unless told otherwise.</summary>
    public const double TradingDays = 252;

    /// <summary>The volatility of the newest returns of a series, a fraction of one year; null when there are fewer.</summary>
    /// <param name="series">Daily bars, adjusted: a split left in counts as a loss.</param>
    /// <param name="returns">How many returns to take, 2 or more.</param>
    /// <param name="periodsPerYear">Bars of a year; 252 by default, 365 for what trades every day.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.NoData"/>: a close is not positive.</exception>
    public static double? Of(PriceSeries series, int returns, double periodsPerYear = TradingDays)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(returns, 2);
        return series.Bars.Count > returns ? Of(LogReturns.Newest(series, returns), periodsPerYear) : null;
    }

    /// <summary>The volatility of some returns, a fraction of one year; null with fewer than two.</summary>
    /// <param name="returns">Log returns of bars of one length.</param>
    /// <param name="periodsPerYear">Bars of a year.</param>
    public static double? Of(ReadOnlySpan<double> returns, double periodsPerYear = TradingDays)
    {
        if (returns.Length < 2)
        {
            return null;
        }

        var mean = 0.0;
        foreach (var r in returns)
        {
            mean += r;
        }

        mean /= returns.Length;
        var squares = 0.0;
        foreach (var r in returns)
        {
            squares += (r - mean) * (r - mean);
        }

        return Math.Sqrt(squares / (returns.Length - 1) * periodsPerYear);
    }
}
