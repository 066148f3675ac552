using MadLab.Market.Calendars;

namespace MadLab.Market.Prices;

/// <summary>Makes longer bars of shorter ones: the first open, the highest high, the lowest low, the last close, all volume.</summary>
internal static class BarResampler
{
    /// <summary>Bars of less than a day from shorter ones.</summary>
    /// <param name="source">The shorter bars, of whole days.</param>
    /// <param name="interval">The length wanted, a multiple of the source's.</param>
    /// <param name="grid">Where longer bars begin and end.</param>
    /// <param name="over">The moment up to which every bar is over; null where the clock does not tell, as with a fixed history.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: the volumes are too large to add.</exception>
    public static List<Bar> ToIntraday(PriceSeries source, BarInterval interval, SessionGrid grid, DateTimeOffset? over)
    {
        var known = source.Bars[^1].Time + source.Interval.Length();
        known = source.AsOf > known ? source.AsOf.Value : known;
        known = over > known ? over.Value : known;
        var bars = new List<Bar>();
        foreach (var bar in source.Bars)
        {
            var (start, end) = grid.SlotOf(bar.Time, interval.Length());
            Add(bars, start, bar, source.Symbol, isOver: end <= known);
        }

        return bars;
    }

    /// <summary>Bars of calendar weeks from days; each one's time is its Monday.</summary>
    /// <param name="symbol">The instrument.</param>
    /// <param name="days">Daily bars, oldest first, of whole weeks but for the newest.</param>
    /// <param name="pattern">The days on which there should be bars; it says whether the newest week is over.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: the volumes are too large to add.</exception>
    public static List<Bar> ToWeeks(Symbol symbol, ReadOnlySpan<Bar> days, SessionPattern pattern)
    {
        var bars = new List<Bar>((days.Length / 4) + 1);
        for (var i = 0; i < days.Length; i++)
        {
            Add(bars, MondayOf(days[i].Time), days[i], symbol, isOver: i < days.Length - 1 || IsLastOfWeek(days[i].Time, pattern));
        }

        return bars;
    }

    /// <summary>Midnight UTC of the Monday on or before a day.</summary>
    public static DateTimeOffset MondayOf(DateTimeOffset time)
    {
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        return new DateTimeOffset(day.AddDays(-(((int)day.DayOfWeek + 6) % 7)), TimeOnly.MinValue, TimeSpan.Zero);
    }

    private static void Add(List<Bar> bars, DateTimeOffset start, in Bar next, Symbol symbol, bool isOver)
    {
        if (bars.Count == 0 || bars[^1].Time != start)
        {
            bars.Add(next with { Time = start, IsFinal = next.IsFinal && isOver });
            return;
        }

        var bar = bars[^1];
        try
        {
            bars[^1] = bar with
            {
                High = Math.Max(bar.High, next.High),
                Low = Math.Min(bar.Low, next.Low),
                Close = next.Close,
                Volume = bar.Volume + next.Volume,
                IsFinal = next.IsFinal && isOver,
            };
        }
        catch (OverflowException e)
        {
            throw new MarketDataException(MarketErrorKind.Malformed, $"{symbol}'s volumes are too large to add.", e);
        }
    }

    private static bool IsLastOfWeek(DateTimeOffset time, SessionPattern pattern)
    {
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        if (pattern == SessionPattern.Unknown)
        {
            return day.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday or DayOfWeek.Sunday;
        }

        for (; day.DayOfWeek != DayOfWeek.Sunday; day = day.AddDays(1))
        {
            if (pattern.IsSession(day.AddDays(1)))
            {
                return false;
            }
        }

        return true;
    }
}
