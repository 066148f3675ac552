using MadLab.Providers.Lean.Calendars;
using MadLab.Providers.Lean.Catalog;
using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.Bars;

/// <summary>Minute and hour bars of given days, those of the regular session alone.</summary>
internal sealed class IntradayBars(DataFolder folder, DailyBars daily)
{
    /// <summary>The finest bars that the folder has of every one of the days; null when it has none of some day.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="days">The days, oldest first.</param>
    /// <param name="calendar">The instrument's sessions.</param>
    /// <exception cref="MarketDataException">A file is broken.</exception>
    public IntradaySeries? Of(LeanInstrument instrument, IReadOnlyList<DateOnly> days, MarketCalendar calendar) =>
        Minutes(instrument, days, calendar) ?? Hours(instrument, days, calendar);

    private IntradaySeries? Minutes(LeanInstrument instrument, IReadOnlyList<DateOnly> days, MarketCalendar calendar)
    {
        var market = instrument.Market;
        var files = new List<string>(days.Count);
        foreach (var day in days)
        {
            // Only an instrument with daily bars comes here, so its key is a name from the folder itself.
            if (daily.KeyOn(instrument, day) is not { } key || !Contains(market.MinuteFolder(key), market.DayFileName(day)))
            {
                return null;
            }

            files.Add($"{market.MinuteFolder(key)}/{market.DayFileName(day)}");
        }

        var bars = new List<LeanBar>();
        for (var i = 0; i < days.Count; i++)
        {
            var (file, day) = (files[i], days[i]);
            var read = folder.Read(file, stream => BarReader.ReadDay(stream, file, market, day));
            if (!AddSession(bars, read, day, TimeSpan.FromMinutes(1), calendar))
            {
                return null;
            }
        }

        return new IntradaySeries(BarInterval.OneMinute, TimeSpan.FromMinutes(1), [.. bars]);
    }

    private IntradaySeries? Hours(LeanInstrument instrument, IReadOnlyList<DateOnly> days, MarketCalendar calendar)
    {
        var market = instrument.Market;

        // A change of ticker within these days would need two files; daily bars answer then.
        if (daily.KeyOn(instrument, days[0]) is not { } key || daily.KeyOn(instrument, days[^1]) != key
            || !folder.Contains(market.HourFolder, market.FileName(key)))
        {
            return null;
        }

        var file = $"{market.HourFolder}/{market.FileName(key)}";
        var read = folder.Read(file, stream => BarReader.ReadDated(stream, file, market, days[0]));
        var bars = new List<LeanBar>();
        foreach (var day in days)
        {
            if (!AddSession(bars, read, day, TimeSpan.FromHours(1), calendar))
            {
                return null;
            }
        }

        return new IntradaySeries(BarInterval.OneHour, TimeSpan.FromHours(1), [.. bars]);
    }

    /// <summary>Adds a day's bars of the regular session; false where it has none.</summary>
    /// <remarks>An hour bar may begin before the session does: 09:00 holds what was traded from 09:30 on.</remarks>
    public static bool AddSession(List<LeanBar> into, LeanBar[] bars, DateOnly day, TimeSpan length, MarketCalendar calendar)
    {
        var session = calendar.SessionOf(day);
        var before = into.Count;
        for (var i = DailyBars.FirstOn(bars, day); i < bars.Length && bars[i].Day == day; i++)
        {
            var start = calendar.ToUtc(bars[i].Time);
            if (start < session.Close && start + length > session.Open)
            {
                into.Add(bars[i]);
            }
        }

        return into.Count > before;
    }

    private bool Contains(string directory, string name) => folder.Contains(directory, name);
}
