using MadLab.Market.Calendars;

namespace MadLab.Market.Prices;

/// <summary>Days and weeks of a window, cut from a daily series that reaches further.</summary>
internal static class DailyWindow
{
    /// <summary>The range whose daily bars hold all of a window, wherever the newest bar is.</summary>
    public static PriceRange Covering(PriceWindow window, PriceRange range, DateTimeOffset now)
    {
        // A range that counts back from a day in the past, or is widened to whole weeks: only the whole series is sure to hold it.
        if (window.From is not { } from)
        {
            return PriceRange.Max;
        }

        // The newest bar is no newer than today, so what reaches far enough from today reaches further from there. A week more, for a Monday.
        var (first, today) = (DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(now.UtcDateTime));
        foreach (var candidate in (ReadOnlySpan<PriceRange>)[PriceRange.OneMonth, PriceRange.SixMonths, PriceRange.OneYear, PriceRange.FiveYears])
        {
            if (candidate.FirstDay(today).AddDays(7) <= first)
            {
                return candidate;
            }
        }

        return PriceRange.Max;
    }

    /// <summary>The window's days or weeks.</summary>
    /// <param name="daily">Daily bars that reach as far as <see cref="Covering"/> says.</param>
    /// <param name="window">The window; weeks that it only touches are whole.</param>
    /// <param name="range">What counts where the window has no beginning.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.NoData"/>: no bar lies in it.</exception>
    public static PriceSeries Cut(PriceSeries daily, PriceWindow window, PriceRange range)
    {
        var bars = daily.Bars.ToArray().AsSpan();
        var weeks = window.Interval == BarInterval.OneWeek;
        var end = window.To is not { } to ? bars.Length
            : weeks ? CountBefore(bars, BarResampler.MondayOf(to).AddDays(7))
            : CountBefore(bars, to.AddTicks(1));
        if (end == 0)
        {
            throw NoData(daily.Symbol, window);
        }

        var first = First(bars[..end], window, range);
        var start = CountBefore(bars[..end], weeks ? BarResampler.MondayOf(first) : first);
        if (start == end)
        {
            throw NoData(daily.Symbol, window);
        }

        var cut = bars[start..end];
        return daily with
        {
            Interval = window.Interval,
            Bars = weeks ? BarResampler.ToWeeks(daily.Symbol, cut, PatternOf(daily)) : cut.ToArray(),
            AsOf = end == bars.Length ? daily.AsOf : null,
        };
    }

    private static DateTimeOffset First(ReadOnlySpan<Bar> bars, PriceWindow window, PriceRange range)
    {
        if (window.From is { } from)
        {
            return from;
        }

        return range.Sessions() is { } sessions
            ? bars[Math.Max(0, bars.Length - sessions)].Time
            : new DateTimeOffset(range.FirstDay(DateOnly.FromDateTime(bars[^1].Time.UtcDateTime)), TimeOnly.MinValue, TimeSpan.Zero);
    }

    private static int CountBefore(ReadOnlySpan<Bar> bars, DateTimeOffset moment)
    {
        var count = bars.Length;
        while (count > 0 && bars[count - 1].Time >= moment)
        {
            count--;
        }

        return count;
    }

    // By all days, not by those of the window: a few do not tell a calendar.
    private static SessionPattern PatternOf(PriceSeries daily) =>
        SessionPatterns.Of(SessionPatterns.DaysOf(daily.Bars.ToArray(), daily.Interval), daily.Currency);

    private static MarketDataException NoData(Symbol symbol, PriceWindow window) =>
        new(MarketErrorKind.NoData, $"{symbol} has no {window}.");
}
