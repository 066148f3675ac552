using MadLab.Market.Prices;

namespace MadLab.Market.Access;

/// <summary>What of a series had happened at an earlier moment.</summary>
internal static class HeldBack
{
    /// <summary>The bars that had ended by a moment. A bar that had not is left out whole: its extremes and its volume tell of what came later.</summary>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.NoData"/>: none had.</exception>
    public static PriceSeries Until(PriceSeries series, DateTimeOffset moment)
    {
        ArgumentNullException.ThrowIfNull(series);
        var count = series.Bars.Count;
        while (count > 0 && EndOf(series, count - 1) > moment)
        {
            count--;
        }

        return count == series.Bars.Count ? series
            : count == 0 ? throw new MarketDataException(MarketErrorKind.NoData, $"No bar of {series.Symbol} is old enough for your entitlement.")
            : series with { Bars = [.. series.Bars.Take(count)], AsOf = EndOf(series, count - 1) };
    }

    /// <summary>A daily series with the part of the running session that intraday bars tell of, as its unfinished last bar.</summary>
    /// <param name="daily">Whole days.</param>
    /// <param name="intraday">Shorter bars, of the running session or of one that is in <paramref name="daily"/>.</param>
    /// <param name="alwaysOpen">Whether the instrument is known to trade around the clock.</param>
    public static PriceSeries WithSession(PriceSeries daily, PriceSeries intraday, bool alwaysOpen)
    {
        ArgumentNullException.ThrowIfNull(daily);
        ArgumentNullException.ThrowIfNull(intraday);

        // The exchange's day: in UTC the last hour after the close in New York would be the next session.
        var grid = SessionGrid.Of(intraday, alwaysOpen);
        var date = grid.DayOf(intraday.Bars[^1].Time);
        var day = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        if (intraday.Interval >= BarInterval.OneDay || day <= daily.Bars[^1].Time)
        {
            return daily;
        }

        var session = intraday.Bars.Where(b => grid.DayOf(b.Time) == date).ToList();
        var running = new Bar
        {
            Time = day,
            Open = session[0].Open,
            High = session.Max(b => b.High),
            Low = session.Min(b => b.Low),
            Close = session[^1].Close,
            Volume = session.Sum(b => b.Volume),
            IsFinal = false,
        };
        return daily with { Bars = [.. daily.Bars, running], AsOf = EndOf(intraday, intraday.Bars.Count - 1) };
    }

    private static DateTimeOffset EndOf(PriceSeries series, int index)
    {
        var bar = series.Bars[index];
        if (index == series.Bars.Count - 1 && series.AsOf is { } end)
        {
            return end;
        }

        // A session's own end is not told; by the end of its day in UTC it is over.
        return bar.Time + series.Interval.Length();
    }
}
