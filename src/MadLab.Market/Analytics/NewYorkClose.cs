namespace MadLab.Market.Analytics;

/// <summary>16:00 in New York as UTC, by rule: a container without a time zone database computes the same.</summary>
internal static class NewYorkClose
{
    /// <summary>The close of a day: 20:00 UTC in summer, 21:00 in winter. Right from 1987 on.</summary>
    public static DateTimeOffset At(DateOnly day) =>
        new(day.ToDateTime(new TimeOnly(IsSummer(day) ? 20 : 21, 0)), TimeSpan.Zero);

    private static bool IsSummer(DateOnly day)
    {
        // Energy Policy Act of 2005, in force from 2007; before it, the Uniform Time Act as amended in 1986.
        var (start, end) = day.Year >= 2007
            ? (SundayFrom(new DateOnly(day.Year, 3, 8)), SundayFrom(new DateOnly(day.Year, 11, 1)))
            : (SundayFrom(new DateOnly(day.Year, 4, 1)), SundayFrom(new DateOnly(day.Year, 10, 25)));
        return day >= start && day < end;
    }

    private static DateOnly SundayFrom(DateOnly day) => day.AddDays((7 - (int)day.DayOfWeek) % 7);
}
