namespace MadLab.Market.Calendars;

/// <summary>Days that a rule names: the third Monday of a month, Easter.</summary>
internal static class CalendarDays
{
    /// <summary>The n-th weekday of a month, counted from 1.</summary>
    public static DateOnly Nth(int year, int month, DayOfWeek weekday, int n)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((weekday - first.DayOfWeek + 7) % 7 + 7 * (n - 1));
    }

    /// <summary>The last such weekday of a month.</summary>
    public static DateOnly Last(int year, int month, DayOfWeek weekday)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-((last.DayOfWeek - weekday + 7) % 7));
    }

    /// <summary>Easter Sunday of the Gregorian calendar, by the golden number and the epact.</summary>
    public static DateOnly Easter(int year)
    {
        var golden = year % 19;
        var century = year / 100;
        var moonOffset = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
        var fullMoon = moonOffset - moonOffset / 28 * (1 - moonOffset / 28 * (29 / (moonOffset + 1)) * ((21 - golden) / 11));
        var weekday = (year + year / 4 + fullMoon + 2 - century + century / 4) % 7;
        var sunday = fullMoon - weekday;
        var month = 3 + (sunday + 40) / 44;
        return new DateOnly(year, month, sunday + 28 - 31 * (month / 4));
    }
}
