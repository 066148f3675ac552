namespace MadLab.Market.Providers.Synthetic;

/// <summary>The bars of a range at a moment.</summary>
internal static class SyntheticPrices
{
    private const int MinutesPerLongBar = 5;

    /// <summary>Finished sessions, one bar each.</summary>
    public static PriceSeries Daily(Tape tape, PriceRequest request, DateTimeOffset now)
    {
        var finished = SessionIndex.NewestFinished(now);
        if (finished < 1)
        {
            throw new MarketDataException(MarketErrorKind.NoData, $"The synthetic market has no finished session before {SessionIndex.First:O}.");
        }

        var instrument = tape.Instrument;
        var days = tape.DailyTo(finished, request.Range);
        var bars = new Bar[days.Length];
        for (var i = 0; i < bars.Length; i++)
        {
            var day = days[i];
            bars[i] = new Bar
            {
                Time = new DateTimeOffset(SessionIndex.DayOf(day.Session), TimeOnly.MinValue, TimeSpan.Zero),
                Open = instrument.PriceOf(day.Open),
                High = instrument.PriceOf(day.High),
                Low = instrument.PriceOf(day.Low),
                Close = instrument.PriceOf(day.Close),
                Volume = day.Volume,
            };
        }

        return Series(request, BarInterval.OneDay, bars, SessionIndex.SessionOf(finished).CloseUtc);
    }

    /// <summary>The newest session minute by minute, or the newest five in bars of five minutes; the running one as far as it is.</summary>
    public static PriceSeries Intraday(Tape tape, PriceRequest request, long step)
    {
        var tick = tape.At(step);
        var newest = tick.Session.Day.Session;
        var sessions = request.Range.Sessions() ?? 1;
        var length = sessions == 1 ? 1 : MinutesPerLongBar;
        var bars = new List<Bar>(sessions * tick.Session.Count / length);
        for (var number = Math.Max(1, newest - sessions + 1); number < newest; number++)
        {
            // Not through the tape: it would forget the session that runs.
            var past = new SessionPath(tape.Instrument, number);
            AddBars(bars, tape.Instrument, past, length, past.Count, null);
        }

        AddBars(bars, tape.Instrument, tick.Session, length, tick.Minute ?? tick.Session.Count, tick.Minute is null ? null : tick.MinuteSoFar);
        var asOf = tick.Minute is null ? tick.Session.Times.CloseUtc : Steps.TimeOf(step);
        return Series(request, sessions == 1 ? BarInterval.OneMinute : BarInterval.FiveMinutes, bars, asOf);
    }

    private static void AddBars(List<Bar> bars, Instrument instrument, SessionPath session, int length, int finished, MinuteBar? running)
    {
        for (var start = 0; start < session.Count; start += length)
        {
            var end = Math.Min(start + length, finished);
            MinuteBar? bar = null;
            for (var minute = start; minute < end; minute++)
            {
                bar = Joined(bar, session.Minute(minute));
            }

            var isFinal = start + length <= finished;
            if (!isFinal && running is { } rest)
            {
                bar = Joined(bar, rest);
            }

            if (bar is not { } whole)
            {
                return;
            }

            bars.Add(new Bar
            {
                Time = session.Times.OpenUtc.AddMinutes(start),
                Open = instrument.PriceOf(whole.Open),
                High = instrument.PriceOf(whole.High),
                Low = instrument.PriceOf(whole.Low),
                Close = instrument.PriceOf(whole.Close),
                Volume = whole.Volume,
                IsFinal = isFinal,
            });
            if (!isFinal)
            {
                return;
            }
        }
    }

    private static MinuteBar Joined(MinuteBar? before, MinuteBar next) => before is { } bar
        ? new MinuteBar(bar.Open, Math.Max(bar.High, next.High), Math.Min(bar.Low, next.Low), next.Close, bar.Volume + next.Volume)
        : next;

    private static PriceSeries Series(PriceRequest request, BarInterval interval, IReadOnlyList<Bar> bars, DateTimeOffset asOf) => new()
    {
        Symbol = request.Symbol,
        Interval = interval,
        Adjustment = request.Adjustment, // without splits and payments in the prices all three are the same
        Bars = bars,
        Currency = SyntheticProvider.Currency,
        AsOf = asOf,
    };
}
