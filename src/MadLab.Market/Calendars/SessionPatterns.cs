namespace MadLab.Market.Calendars;

/// <summary>Tells the calendar of a series by the days it has, because a provider need not say which exchange an instrument is from.</summary>
internal static class SessionPatterns
{
    /// <summary>The first year whose closures are known; series that begin earlier, or end in a far future, are not judged.</summary>
    private const int FirstYear = 1998;
    private const int LastYear = 2100;

    /// <summary>The session day of each bar, as <see cref="DateOnly.DayNumber"/>: a daily bar's date, of an intraday bar the date in New York.</summary>
    public static int[] DaysOf(ReadOnlySpan<Bar> bars, BarInterval interval)
    {
        var days = new int[bars.Length];
        for (var i = 0; i < days.Length; i++)
        {
            var time = bars[i].Time;
            days[i] = (interval >= BarInterval.OneDay || time.Year is <= 1 or >= 9999
                ? DateOnly.FromDateTime(time.UtcDateTime)
                : EasternTime.DateAt(time)).DayNumber;
        }

        return days;
    }

    /// <summary>The calendar that the days of a series fit.</summary>
    /// <param name="days">Day numbers of the bars, rising; repeats count once.</param>
    /// <param name="currency">The currency of the prices: dollars speak for an American exchange, another one against it. Null leaves it open.</param>
    public static SessionPattern Of(ReadOnlySpan<int> days, string? currency)
    {
        if (days.IsEmpty || DateOnly.FromDayNumber(days[0]).Year < FirstYear || DateOnly.FromDayNumber(days[^1]).Year > LastYear)
        {
            return SessionPattern.Unknown;
        }

        var (distinct, weekends, closed, previous) = (0, 0, 0, -1);
        foreach (var number in days)
        {
            if (number == previous)
            {
                continue;
            }

            previous = number;
            var day = DateOnly.FromDayNumber(number);
            distinct++;
            weekends += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0;
            closed += TradingCalendar.UsEquity.IsSession(day) ? 0 : 1;
        }

        // Two days of seven are a week-end; currencies, which open on Sunday evening, have one of six.
        if (distinct >= 5 && weekends * 5 >= distinct)
        {
            return SessionPattern.EveryDay;
        }

        // Exchanges elsewhere trade on about three American holidays in a hundred days; what is quoted in dollars seldom is from there.
        var strays = currency is null ? distinct / 100
            : currency.Equals("USD", StringComparison.OrdinalIgnoreCase) ? distinct / 20
            : -1;
        return closed <= strays ? SessionPattern.UsEquity : SessionPattern.Unknown;
    }

    /// <summary>Whether a bar of the day is expected.</summary>
    public static bool IsSession(this SessionPattern pattern, DateOnly day) => pattern switch
    {
        SessionPattern.UsEquity => TradingCalendar.UsEquity.IsSession(day),
        SessionPattern.EveryDay => true,
        _ => false,
    };

    /// <summary>The newest day of which a bar is expected at a moment; null where nothing is known.</summary>
    public static DateOnly? NewestFinished(this SessionPattern pattern, DateTimeOffset now) => pattern switch
    {
        SessionPattern.UsEquity => TradingCalendar.UsEquity.NewestFinished(now).Day,
        SessionPattern.EveryDay => DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1),
        _ => null,
    };
}
