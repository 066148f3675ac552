namespace MadLab.Market.Calendars;

/// <summary>New York's clock by the rules in force since 1987, so that nothing depends on the machine's time zone data.</summary>
internal static class EasternTime
{
    private static readonly TimeSpan Standard = TimeSpan.FromHours(-5);
    private static readonly TimeSpan Daylight = TimeSpan.FromHours(-4);
    private static readonly TimeOnly Change = new(2, 0);

    /// <summary>The moment of a local time, UTC; of the hour that comes twice in autumn, the first.</summary>
    public static DateTimeOffset ToUtc(DateOnly day, TimeOnly time)
    {
        var (start, end) = DaylightDays(day.Year);
        var daylight = (day > start || (day == start && time >= Change)) && (day < end || (day == end && time < Change));
        return new DateTimeOffset(day, time, daylight ? Daylight : Standard).ToUniversalTime();
    }

    /// <summary>The date in New York at a moment.</summary>
    public static DateOnly DateAt(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(OffsetAt(moment)).DateTime);

    /// <summary>What New York's clock is ahead of UTC at a moment: -5 or -4 hours.</summary>
    public static TimeSpan OffsetAt(DateTimeOffset moment)
    {
        var utc = moment.UtcDateTime;
        var (start, end) = DaylightDays(utc.Year);

        // The clock goes forward at 2:00 standard time and back at 2:00 daylight time.
        var from = start.ToDateTime(Change, DateTimeKind.Utc) - Standard;
        var until = end.ToDateTime(Change, DateTimeKind.Utc) - Daylight;
        return utc >= from && utc < until ? Daylight : Standard;
    }

    private static (DateOnly Start, DateOnly End) DaylightDays(int year) => year >= 2007
        ? (CalendarDays.Nth(year, 3, DayOfWeek.Sunday, 2), CalendarDays.Nth(year, 11, DayOfWeek.Sunday, 1))
        : (CalendarDays.Nth(year, 4, DayOfWeek.Sunday, 1), CalendarDays.Last(year, 10, DayOfWeek.Sunday));
}
