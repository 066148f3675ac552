namespace MadLab.Market.Analytics;

/// <summary>Key figures from daily bars alone, for providers that serve nothing else.</summary>
internal static class DerivedKpis
{
    private const int DaysOf52Weeks = 364;

    /// <summary>Price, change, volume and 52-week extremes; what bars do not tell stays null.</summary>
    /// <param name="daily">Daily bars, oldest first, of a year or more; with fewer the extremes are of what there is. A running last bar counts as today.</param>
    /// <param name="name">The instrument's name; null or blank for the symbol itself.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.NoData"/>: there is no bar. <see cref="MarketErrorKind.Malformed"/>: the prices are too large to compute with.</exception>
    public static Kpis From(PriceSeries daily, string? name)
    {
        ArgumentNullException.ThrowIfNull(daily);
        var bars = daily.Bars;
        if (bars.Count == 0)
        {
            throw new MarketDataException(MarketErrorKind.NoData, $"{daily.Symbol} has no bars.");
        }

        var last = bars[^1];
        var (change, percent) = bars.Count > 1 ? Change(daily.Symbol, last.Close, bars[^2].Close) : (0, 0);
        var (high, low) = Extremes(bars);
        return new Kpis
        {
            Symbol = daily.Symbol,
            Name = string.IsNullOrWhiteSpace(name) ? daily.Symbol.Value : name,
            Price = last.Close,
            Change = change,
            ChangePercent = percent,
            Volume = last.Volume,
            Timestamp = daily.AsOf ?? last.Time,
            Currency = daily.Currency,
            FiftyTwoWeekHigh = high,
            FiftyTwoWeekLow = low,
        };
    }

    /// <summary>Against the previous close; 0 % when that was 0.</summary>
    private static (decimal Change, decimal Percent) Change(Symbol symbol, decimal price, decimal previous)
    {
        try
        {
            var change = price - previous;
            // By the magnitude: from -40 to -20 is a rise. Six decimals of a percent are finer than any tick.
            return (change, previous == 0 ? 0 : Math.Round(change / Math.Abs(previous) * 100, 6));
        }
        catch (OverflowException e)
        {
            throw new MarketDataException(MarketErrorKind.Malformed, $"{symbol}'s last two closes are too far apart to compute a change.", e);
        }
    }

    private static (decimal High, decimal Low) Extremes(IReadOnlyList<Bar> bars)
    {
        var last = bars[^1];
        var first = last.Time.UtcTicks - (DaysOf52Weeks * TimeSpan.TicksPerDay);
        var (high, low) = (last.High, last.Low);
        for (var i = bars.Count - 2; i >= 0; i--)
        {
            var bar = bars[i];
            if (bar.Time.UtcTicks < first)
            {
                break;
            }

            high = Math.Max(high, bar.High);
            low = Math.Min(low, bar.Low);
        }

        return (high, low);
    }
}
