using MadLab.Providers.Lean.Calendars;
using MadLab.Providers.Lean.Catalog;
using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.Bars;

/// <summary>Minute and hour bars of a window or a range, as far as the folder has them without a hole.</summary>
/// <remarks>History may begin later and end earlier than asked; a session missing in between is an error that names it, because a silent hole looks like a quiet market.</remarks>
internal sealed class IntradayWindows(DataFolder folder, DailyBars daily)
{
    /// <summary>The bars of a request that names a length.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="sessions">The daily bars of the sessions that may be shown, oldest first.</param>
    /// <param name="calendar">The instrument's sessions.</param>
    /// <exception cref="MarketDataException">There are no bars, one session's are missing, or a file is broken.</exception>
    public IntradaySeries Of(LeanInstrument instrument, PriceRequest request, ReadOnlySpan<LeanBar> sessions, MarketCalendar calendar)
    {
        IDaySource source = request.Interval switch
        {
            BarInterval.OneMinute => new MinuteFiles(folder, daily, instrument),
            BarInterval.OneHour => HourFile.Open(folder, daily, instrument, request.From is { } from ? DayBefore(from) : DateOnly.MinValue),
            _ => throw MarketDataException.NotSupported($"{request.Interval?.ToText()} bars in the data folder"),
        };
        var bars = new List<LeanBar>();
        foreach (var day in Days(source, request, sessions))
        {
            IntradayBars.AddSession(bars, source.Read(day), day, request.Interval!.Value.Length(), calendar);
        }

        return bars.Count > 0
            ? new IntradaySeries(request.Interval.Value, request.Interval.Value.Length(), [.. bars])
            : throw new MarketDataException(MarketErrorKind.NoData, $"{source.Name} has no bars of regular sessions there.");
    }

    private static List<DateOnly> Days(IDaySource source, PriceRequest request, ReadOnlySpan<LeanBar> sessions)
    {
        // A day more on either side: the date in UTC may be another than the one in the file.
        var last = sessions.Length;
        while (last > 0 && ((request.To is { } to && sessions[last - 1].Day > DayAfter(to)) || !source.Has(sessions[last - 1].Day)))
        {
            last--;
        }

        if (last == 0)
        {
            throw new MarketDataException(MarketErrorKind.NoData, $"{source.Name} has no bars of that time in the data folder.");
        }

        var newest = sessions[last - 1].Day;
        var first = request.From is { } from ? DailyBars.FirstOn(sessions, DayBefore(from))
            : request.Range.Sessions() is { } count ? Math.Max(0, last - count)
            : DailyBars.FirstOn(sessions, request.Range.FirstDay(newest));
        var days = new List<DateOnly>();
        DateOnly? missing = null;
        for (var i = first; i < last; i++)
        {
            if (!source.Has(sessions[i].Day))
            {
                missing = days.Count > 0 ? missing ?? sessions[i].Day : null;
            }
            else
            {
                days.Add(sessions[i].Day);
            }
        }

        return missing is { } hole
            ? throw new MarketDataException(
                MarketErrorKind.NoData, $"{source.Name} lacks {hole:O}, a session between others that are there; ask for a window without it.")
            : days.Count > 0
                ? days
                : throw new MarketDataException(MarketErrorKind.NoData, $"{source.Name} has no bars of that time in the data folder.");
    }

    private static DateOnly DayBefore(DateTimeOffset moment)
    {
        var day = DateOnly.FromDateTime(moment.UtcDateTime);
        return day == DateOnly.MinValue ? day : day.AddDays(-1);
    }

    private static DateOnly DayAfter(DateTimeOffset moment)
    {
        var day = DateOnly.FromDateTime(moment.UtcDateTime);
        return day == DateOnly.MaxValue ? day : day.AddDays(1);
    }

    /// <summary>Bars by day.</summary>
    private interface IDaySource
    {
        /// <summary>What errors call it, relative to the folder.</summary>
        string Name { get; }

        bool Has(DateOnly day);

        LeanBar[] Read(DateOnly day);
    }

    /// <summary>One file a day, under the ticker of that day.</summary>
    private sealed class MinuteFiles(DataFolder folder, DailyBars daily, LeanInstrument instrument) : IDaySource
    {
        private readonly Dictionary<string, IReadOnlySet<string>> _names = new(StringComparer.Ordinal);

        public string Name => instrument.Market.MinuteFolder(instrument.Key);

        public bool Has(DateOnly day) => KeyOn(day) is { } key && NamesOf(key).Contains(instrument.Market.DayFileName(day));

        public LeanBar[] Read(DateOnly day)
        {
            var file = $"{instrument.Market.MinuteFolder(KeyOn(day)!)}/{instrument.Market.DayFileName(day)}";
            return folder.Read(file, stream => BarReader.ReadDay(stream, file, instrument.Market, day));
        }

        // Only an instrument with daily bars comes here, so its key is a name from the folder itself.
        private string? KeyOn(DateOnly day) => daily.KeyOn(instrument, day);

        private IReadOnlySet<string> NamesOf(string key) =>
            _names.TryGetValue(key, out var names) ? names : _names[key] = folder.Names(instrument.Market.MinuteFolder(key));
    }

    /// <summary>One file for all days, of the instrument's present ticker alone.</summary>
    private sealed class HourFile : IDaySource
    {
        private readonly DailyBars _daily;
        private readonly LeanInstrument _instrument;
        private readonly LeanBar[] _bars;
        private readonly HashSet<DateOnly> _days;

        private HourFile(DailyBars daily, LeanInstrument instrument, string name, LeanBar[] bars)
        {
            (_daily, _instrument, Name, _bars) = (daily, instrument, name, bars);
            _days = [.. bars.Select(b => b.Day)];
        }

        public string Name { get; }

        public static HourFile Open(DataFolder folder, DailyBars daily, LeanInstrument instrument, DateOnly from)
        {
            var market = instrument.Market;
            var file = $"{market.HourFolder}/{market.FileName(instrument.Key)}";
            return folder.Contains(market.HourFolder, market.FileName(instrument.Key))
                ? new HourFile(daily, instrument, file, folder.Read(file, stream => BarReader.ReadDated(stream, file, market, from)))
                : throw new MarketDataException(MarketErrorKind.NoData, $"{file} is not in the data folder.");
        }

        public bool Has(DateOnly day) => _days.Contains(day) && _daily.KeyOn(_instrument, day) == _instrument.Key;

        public LeanBar[] Read(DateOnly day)
        {
            var first = DailyBars.FirstOn(_bars, day);
            var end = first;
            while (end < _bars.Length && _bars[end].Day == day)
            {
                end++;
            }

            return _bars[first..end];
        }
    }
}
