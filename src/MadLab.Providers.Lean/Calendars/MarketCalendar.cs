namespace MadLab.Providers.Lean.Calendars;

/// <summary>Says when a market's sessions are, in UTC, summer time and early closes included.</summary>
internal sealed class MarketCalendar
{
    private readonly MarketHours _hours;
    private readonly TimeZoneInfo _dataZone;
    private readonly TimeZoneInfo _exchangeZone;

    /// <summary>Creates a calendar.</summary>
    /// <exception cref="MarketDataException">The machine does not know a time zone.</exception>
    public MarketCalendar(MarketHours hours)
    {
        _hours = hours;
        _dataZone = Zone(hours.DataZone);
        _exchangeZone = Zone(hours.ExchangeZone);
    }

    /// <summary>The exchange's time zone, IANA.</summary>
    public string ExchangeZone => _hours.ExchangeZone;

    /// <summary>The moment of a time in the data files.</summary>
    public DateTimeOffset ToUtc(DateTime time) => ToUtc(time, _dataZone);

    /// <summary>The regular session of a day, within the day of the data files. A day on which the calendar has no session gets an ordinary one: the data says there was one.</summary>
    public TradingSession SessionOf(DateOnly day)
    {
        var (opens, closes) = _hours.Week[(int)day.DayOfWeek]
            ?? _hours.Week.FirstOrDefault(w => w is not null)
            ?? (TimeSpan.Zero, TimeSpan.FromDays(1));
        if (_hours.EarlyCloses.TryGetValue(day, out var early) && early > opens && early < closes)
        {
            closes = early;
        }

        if (_hours.LateOpens.TryGetValue(day, out var late) && late > opens && late < closes)
        {
            opens = late;
        }

        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var open = Later(ToUtc(midnight + opens, _exchangeZone), ToUtc(midnight));
        var close = Earlier(ToUtc(midnight + closes, _exchangeZone), ToUtc(midnight.AddDays(1)));
        return new TradingSession(open, close);
    }

    private static DateTimeOffset ToUtc(DateTime local, TimeZoneInfo zone) =>
        new(local.Ticks - zone.GetUtcOffset(local).Ticks, TimeSpan.Zero);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static TimeZoneInfo Zone(string id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new MarketDataException(
                MarketErrorKind.Unavailable, $"The time zone {id} is not on this machine: install the time zone database (tzdata).", e);
        }
    }
}
