using MadLab.Market.Calendars;

namespace MadLab.Market.Providers.Synthetic;

/// <summary>Numbers the sessions from 1 (2000-01-03) to the end of 2100, in both directions without a search.</summary>
internal static class SessionIndex
{
    /// <summary>The first session day.</summary>
    public static readonly DateOnly First = new(2000, 1, 3);

    private static readonly DateOnly Last = new(2100, 12, 31);
    private static readonly (DateOnly[] Days, int[] Counts) Table = Build();

    /// <summary>The day of a session.</summary>
    public static DateOnly DayOf(int number) => Table.Days[number - 1];

    /// <summary>The session with its times.</summary>
    public static TradingSession SessionOf(int number) => TradingCalendar.UsEquity.Session(DayOf(number));

    /// <summary>The number of the newest session on or before a day; 0 before the first.</summary>
    public static int AtOrBefore(DateOnly day) => day < First ? 0 : Table.Counts[Math.Min(day.DayNumber, Last.DayNumber) - First.DayNumber];

    /// <summary>The number of the newest session that has begun; 0 before the first.</summary>
    public static int NewestStarted(DateTimeOffset now)
    {
        var number = AtOrBefore(EasternTime.DateAt(now));
        return number > 0 && SessionOf(number).OpenUtc > now ? number - 1 : number;
    }

    /// <summary>The number of the newest session whose closing price is known; 0 before the first.</summary>
    public static int NewestFinished(DateTimeOffset now)
    {
        var number = AtOrBefore(EasternTime.DateAt(now));
        return number > 0 && SessionOf(number).CloseUtc > now ? number - 1 : number;
    }

    private static (DateOnly[] Days, int[] Counts) Build()
    {
        var days = new List<DateOnly>(26_000);
        var counts = new int[Last.DayNumber - First.DayNumber + 1];
        for (var day = First; day <= Last; day = day.AddDays(1))
        {
            if (TradingCalendar.UsEquity.IsSession(day))
            {
                days.Add(day);
            }

            counts[day.DayNumber - First.DayNumber] = days.Count;
        }

        return (days.ToArray(), counts);
    }
}
