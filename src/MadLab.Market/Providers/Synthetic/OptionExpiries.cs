using MadLab.Market.Calendars;

namespace MadLab.Market.Providers.Synthetic;

/// <summary>The expiries listed on a day: four weeks, then the third Fridays 2, 3, 6 and 12 months on; the session before where Friday has none.</summary>
internal static class OptionExpiries
{
    private static readonly int[] Months = [2, 3, 6, 12];

    /// <summary>Eight days after today, rising.</summary>
    public static IReadOnlyList<DateOnly> From(DateOnly today)
    {
        var expiries = new List<DateOnly>(8);
        for (var friday = CalendarDays.Nth(today.Year, today.Month, DayOfWeek.Friday, 1); expiries.Count < 4; friday = friday.AddDays(7))
        {
            if (LastSession(friday) is var day && day > today)
            {
                expiries.Add(day);
            }
        }

        foreach (var months in Months)
        {
            var month = today.AddMonths(months);
            expiries.Add(LastSession(CalendarDays.Nth(month.Year, month.Month, DayOfWeek.Friday, 3)));
        }

        return expiries;
    }

    private static DateOnly LastSession(DateOnly day) =>
        TradingCalendar.UsEquity.IsSession(day) ? day : TradingCalendar.UsEquity.Previous(day);
}
