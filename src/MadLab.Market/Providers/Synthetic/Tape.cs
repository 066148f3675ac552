namespace MadLab.Market.Providers.Synthetic;

/// <summary>The live price of one instrument at any moment. Remembers the newest session and minute, because that is where everybody asks.</summary>
/// <remarks>Thread-safe: what it remembers is immutable and swapped whole; two threads may at worst draw the same thing twice.</remarks>
internal sealed class Tape(Instrument instrument)
{
    private SessionPath? _session;
    private NumberedMinute? _minute;
    private YearRange? _year;

    public Instrument Instrument { get; } = instrument;

    /// <summary>The instrument at a step.</summary>
    /// <exception cref="MarketDataException">The step is before the first session: there is no data.</exception>
    public Tick At(long step)
    {
        var time = Steps.TimeOf(step);
        var session = SessionOf(SessionIndex.NewestStarted(time));
        var minuteNumber = step / Steps.PerMinute;
        var offset = (int)(step % Steps.PerMinute);
        var running = time < session.Times.CloseUtc;
        var minute = running ? (int)(minuteNumber - SessionPath.EpochMinute(session.Times.OpenUtc)) : session.Count;
        var path = MinuteOf(session, minuteNumber, running ? minute : null);
        var price = path.Price(offset);
        if (!running)
        {
            return new Tick
            {
                Step = step,
                Session = session,
                Minute = null,
                MinuteSoFar = default,
                Price = price,
                High = session.Day.High,
                Low = session.Day.Low,
                Volume = session.Day.Volume,
            };
        }

        var traded = session.Minute(minute).Volume * offset / Steps.PerMinute;
        return new Tick
        {
            Step = step,
            Session = session,
            Minute = minute,
            MinuteSoFar = new MinuteBar(session.Minute(minute).Open, path.High(offset), path.Low(offset), price, traded),
            Price = price,
            High = Math.Max(session.HighBefore(minute), path.High(offset)),
            Low = Math.Min(session.LowBefore(minute), path.Low(offset)),
            Volume = session.VolumeBefore(minute) + traded,
        };
    }

    /// <summary>The minutes of a session.</summary>
    public SessionPath SessionOf(int number)
    {
        if (_session is { } known && known.Day.Session == number)
        {
            return known;
        }

        if (number < 1)
        {
            throw new MarketDataException(MarketErrorKind.NoData, $"The synthetic market opens on {SessionIndex.First:O}.");
        }

        return _session = new SessionPath(Instrument, number);
    }

    /// <summary>The extremes of the finished sessions of the year that ends with one, both ends included.</summary>
    public (int High, int Low)? YearTo(int finished)
    {
        if (finished < 1)
        {
            return null;
        }

        if (_year is { } known && known.Session == finished)
        {
            return (known.High, known.Low);
        }

        var (high, low) = (int.MinValue, int.MaxValue);
        foreach (var bar in DailyTo(finished, PriceRange.OneYear))
        {
            high = Math.Max(high, bar.High);
            low = Math.Min(low, bar.Low);
        }

        _year = new YearRange(finished, high, low);
        return (high, low);
    }

    /// <summary>The finished sessions of a range that ends with one.</summary>
    public DayBar[] DailyTo(int finished, PriceRange range)
    {
        var newest = SessionIndex.DayOf(finished);
        var first = range.Sessions() is { } sessions
            ? Math.Max(1, finished - sessions + 1)
            : SessionIndex.AtOrBefore(DayBefore(range.FirstDay(newest))) + 1;
        return DayBars.Get(Instrument, first, finished - first + 1);
    }

    private static DateOnly DayBefore(DateOnly day) => day == DateOnly.MinValue ? day : day.AddDays(-1);

    private MinutePath MinuteOf(SessionPath session, long number, int? inSession)
    {
        if (_minute is { } known && known.Number == number)
        {
            return known.Path;
        }

        var path = inSession is { } index ? session.Steps(index) : session.QuietSteps(number);
        _minute = new NumberedMinute(number, path);
        return path;
    }

    private sealed record NumberedMinute(long Number, MinutePath Path);

    private sealed record YearRange(int Session, int High, int Low);
}
