using System.Collections.Concurrent;

namespace MadLab.Market.Calendars;

/// <summary>When the US stock exchanges trade: 9:30 to 16:00 in New York, to 13:00 on early closes; computed from rules, true since 1998.</summary>
internal sealed class TradingCalendar
{
    private static readonly TimeOnly Open = new(9, 30);
    private static readonly TimeOnly Close = new(16, 0);
    private static readonly TimeOnly EarlyClose = new(13, 0);

    private readonly ConcurrentDictionary<int, UsEquityYear> _years = new();

    private TradingCalendar()
    {
    }

    /// <summary>The calendar of the New York Stock Exchange and Nasdaq.</summary>
    public static TradingCalendar UsEquity { get; } = new();

    /// <summary>Whether there is trading on a day.</summary>
    public bool IsSession(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !YearOf(day).IsClosed(day);

    /// <summary>Whether the session of a day closes at 13:00.</summary>
    public bool ClosesEarly(DateOnly day) => YearOf(day).ClosesEarly(day);

    /// <summary>The session of a day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no trading on that day.</exception>
    public TradingSession Session(DateOnly day) => IsSession(day)
        ? new TradingSession(day, EasternTime.ToUtc(day, Open), EasternTime.ToUtc(day, ClosesEarly(day) ? EarlyClose : Close))
        : throw new ArgumentOutOfRangeException(nameof(day), day, "There is no session on that day.");

    /// <summary>The last session day before a day.</summary>
    public DateOnly Previous(DateOnly day)
    {
        do
        {
            day = day.AddDays(-1);
        }
        while (!IsSession(day));
        return day;
    }

    /// <summary>The first session day after a day.</summary>
    public DateOnly Next(DateOnly day)
    {
        do
        {
            day = day.AddDays(1);
        }
        while (!IsSession(day));
        return day;
    }

    /// <summary>The newest session that has begun: the running one, else the last finished one.</summary>
    public TradingSession NewestStarted(DateTimeOffset now)
    {
        var today = EasternTime.DateAt(now);
        return IsSession(today) && Session(today) is var session && session.OpenUtc <= now ? session : Session(Previous(today));
    }

    /// <summary>The newest session whose closing price is known.</summary>
    public TradingSession NewestFinished(DateTimeOffset now)
    {
        var today = EasternTime.DateAt(now);
        return IsSession(today) && Session(today) is var session && session.CloseUtc <= now ? session : Session(Previous(today));
    }

    private UsEquityYear YearOf(DateOnly day) => _years.GetOrAdd(day.Year, static year => new UsEquityYear(year));
}
