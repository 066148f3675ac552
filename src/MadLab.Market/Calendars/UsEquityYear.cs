namespace MadLab.Market.Calendars;

/// <summary>The closed days and early closes of the US stock exchanges in one year, by the rules in force since 1998.</summary>
internal sealed class UsEquityYear
{
    /// <summary>What no rule foresaw: attacks, funerals of presidents, a hurricane.</summary>
    private static readonly DateOnly[] SpecialClosures =
    [
        new(2001, 9, 11), new(2001, 9, 12), new(2001, 9, 13), new(2001, 9, 14),
        new(2004, 6, 11),
        new(2007, 1, 2),
        new(2012, 10, 29), new(2012, 10, 30),
        new(2018, 12, 5),
        new(2025, 1, 9),
    ];

    private static readonly DateOnly[] SpecialEarlyCloses = [new(1999, 12, 31), new(2002, 7, 5), new(2003, 12, 26)];

    private readonly HashSet<DateOnly> _closed = [];
    private readonly HashSet<DateOnly> _early = [];

    public UsEquityYear(int year)
    {
        AddHolidays(year);
        AddEarlyCloses(year);
    }

    public bool IsClosed(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || _closed.Contains(day);

    public bool ClosesEarly(DateOnly day) => _early.Contains(day);

    private void AddHolidays(int year)
    {
        // A New Year's Day on a Saturday is not made up for: the Friday before belongs to the old year's books.
        var newYear = new DateOnly(year, 1, 1);
        _closed.Add(newYear.DayOfWeek == DayOfWeek.Sunday ? newYear.AddDays(1) : newYear);
        if (year >= 1998)
        {
            _closed.Add(CalendarDays.Nth(year, 1, DayOfWeek.Monday, 3)); // Martin Luther King
        }

        _closed.Add(CalendarDays.Nth(year, 2, DayOfWeek.Monday, 3)); // Washington
        _closed.Add(CalendarDays.Easter(year).AddDays(-2)); // Good Friday
        _closed.Add(CalendarDays.Last(year, 5, DayOfWeek.Monday)); // Memorial Day
        if (year >= 2022)
        {
            _closed.Add(Observed(new DateOnly(year, 6, 19))); // Juneteenth
        }

        _closed.Add(Observed(new DateOnly(year, 7, 4)));
        _closed.Add(CalendarDays.Nth(year, 9, DayOfWeek.Monday, 1)); // Labor Day
        _closed.Add(Thanksgiving(year));
        _closed.Add(Observed(new DateOnly(year, 12, 25)));
        _closed.UnionWith(SpecialClosures.Where(day => day.Year == year));
    }

    private void AddEarlyCloses(int year)
    {
        _early.Add(Thanksgiving(year).AddDays(1));
        _early.Add(new DateOnly(year, 12, 24));

        // In 2002 it was the day after instead.
        if (year != 2002)
        {
            _early.Add(new DateOnly(year, 7, 3));
        }

        _early.UnionWith(SpecialEarlyCloses.Where(day => day.Year == year));
        _early.RemoveWhere(IsClosed);
    }

    private static DateOnly Thanksgiving(int year) => CalendarDays.Nth(year, 11, DayOfWeek.Thursday, 4);

    private static DateOnly Observed(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(-1),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };
}
