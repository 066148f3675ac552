using MadLab.Market.Calendars;

namespace MadLab.Market.Prices;

/// <summary>Where longer bars begin and end: counted from the opening of a US session, else by the clock in UTC.</summary>
internal sealed class SessionGrid
{
    private static readonly TimeOnly PreMarket = new(4, 0);
    private static readonly TimeOnly AfterHours = new(20, 0);

    private readonly bool _sessions;
    private TradingSession _session;

    private SessionGrid(bool sessions) => _sessions = sessions;

    /// <summary>The grid of a series of whole days: US sessions where every bar lies in the trading hours of one and prices are not in another currency than dollars.</summary>
    /// <param name="series">Bars of less than a day.</param>
    /// <param name="alwaysOpen">Whether the instrument is known to trade around the clock.</param>
    public static SessionGrid Of(PriceSeries series, bool alwaysOpen) =>
        new(!alwaysOpen && series.Currency is null or "USD" && series.Bars.All(static b => IsUsHours(b.Time)));

    /// <summary>The longer bar that a moment belongs to; the last one of a session ends with it.</summary>
    public (DateTimeOffset Start, DateTimeOffset End) SlotOf(DateTimeOffset time, TimeSpan length)
    {
        if (!_sessions)
        {
            var start = Floor(time, DateTimeOffset.UnixEpoch, length);
            return (start, start + length);
        }

        var day = EasternTime.DateAt(time);
        if (_session.Day != day)
        {
            _session = TradingCalendar.UsEquity.Session(day);
        }

        // What is traded after hours never joins the session's last bar.
        var anchor = time < _session.CloseUtc ? _session.OpenUtc : _session.CloseUtc;
        var from = Floor(time, anchor, length);
        var until = from + length;
        return (from, from < _session.CloseUtc && until > _session.CloseUtc ? _session.CloseUtc : until);
    }

    /// <summary>The session day of a bar: New York's date where sessions count, else that in UTC.</summary>
    public DateOnly DayOf(DateTimeOffset time) => _sessions ? EasternTime.DateAt(time) : DateOnly.FromDateTime(time.UtcDateTime);

    private static bool IsUsHours(DateTimeOffset time)
    {
        var day = EasternTime.DateAt(time);
        return TradingCalendar.UsEquity.IsSession(day) && time >= EasternTime.ToUtc(day, PreMarket) && time < EasternTime.ToUtc(day, AfterHours);
    }

    private static DateTimeOffset Floor(DateTimeOffset time, DateTimeOffset anchor, TimeSpan length)
    {
        var ticks = (time - anchor).Ticks % length.Ticks;
        return time.AddTicks(-(ticks < 0 ? ticks + length.Ticks : ticks));
    }
}
