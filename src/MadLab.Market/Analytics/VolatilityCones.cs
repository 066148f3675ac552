using MadLab.Market.Calendars;

namespace MadLab.Market.Analytics;

/// <summary>Computes volatility cones from daily bars; <c>docs/analytics.md</c> has the conventions.</summary>
internal static class VolatilityCones
{
    /// <summary>The fewest windows whose percentiles say anything.</summary>
    public const int MinWindows = 20;

    private const double DaysPerYear = 365;

    /// <summary>The lengths of the windows, in sessions.</summary>
    public static readonly int[] Lengths = [10, 20, 30, 60, 90, 120, 252];

    /// <summary>The cone of a series.</summary>
    /// <param name="series">Daily bars; annualised by 365 where they are of every day of the week, else by 252.</param>
    /// <param name="estimator">How volatility is measured.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.NoData"/>: no window fits in at least <see cref="MinWindows"/> times, or a price is not positive.</exception>
    public static VolatilityCone From(PriceSeries series, VolatilityEstimator estimator)
    {
        ArgumentNullException.ThrowIfNull(series);
        var terms = VolatilityTerms.Of(series, estimator);
        var periods = TradesEveryDay(series) ? DaysPerYear : RealizedVolatility.TradingDays;
        var windows = new List<VolatilityConeWindow>(Lengths.Length);
        foreach (var days in Lengths)
        {
            if (terms.Count - days + 1 >= MinWindows)
            {
                windows.Add(Window(terms, days, periods));
            }
        }

        var bars = series.Bars;
        return windows.Count > 0
            ? new VolatilityCone
            {
                Symbol = series.Symbol,
                Estimator = estimator,
                PeriodsPerYear = periods,
                Adjustment = series.Adjustment,
                AsOf = series.AsOf is { } asOf && bars[^1].IsFinal ? asOf : bars.Last(b => b.IsFinal).Time,
                Windows = windows,
                Warning = RawPrices.WarningOf(series.Adjustment),
            }
            : throw new MarketDataException(
                MarketErrorKind.NoData,
                $"No volatility cone of {series.Symbol}: it takes {Lengths[0] + MinWindows} daily bars, and there are {bars.Count}.");
    }

    private static VolatilityConeWindow Window(VolatilityTerms terms, int days, double periods)
    {
        var values = Array.ConvertAll(terms.Variances(days), v => Math.Sqrt(periods * v));

        var current = values[^1];
        Array.Sort(values);
        var calmer = Array.FindIndex(values, v => v >= current);
        return new VolatilityConeWindow
        {
            Days = days,
            Current = current,
            Rank = calmer / (values.Length - 1.0),
            Count = values.Length,
            Min = values[0],
            P10 = Quantile(values, 0.10),
            P25 = Quantile(values, 0.25),
            P50 = Quantile(values, 0.50),
            P75 = Quantile(values, 0.75),
            P90 = Quantile(values, 0.90),
            Max = values[^1],
        };
    }

    /// <summary>Linear between the two nearest ranks: type 7 of Hyndman and Fan.</summary>
    private static double Quantile(double[] sorted, double part)
    {
        var rank = part * (sorted.Length - 1);
        var below = (int)rank;
        return below + 1 < sorted.Length ? sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    private static bool TradesEveryDay(PriceSeries series)
    {
        var days = new int[series.Bars.Count];
        for (var i = 0; i < days.Length; i++)
        {
            days[i] = ClosingPath.DayOf(series.Bars[i]).DayNumber;
        }

        return SessionPatterns.Of(days, series.Currency) == SessionPattern.EveryDay;
    }
}
