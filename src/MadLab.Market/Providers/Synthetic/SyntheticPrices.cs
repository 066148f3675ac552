using MadLab.Market.Calendars;

namespace MadLab.Market.Providers.Synthetic;

/// <summary>The bars of a range at a moment.</summary>
internal static class SyntheticPrices
{
    /// <summary>Finished sessions, one bar each.</summary>
    public static PriceSeries Daily(Tape tape, PriceRequest request, DateTimeOffset now)
    {
        var finished = Finished(request, now);

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

    /// <summary>The newest session minute by minute, or the newest five in bars of five minutes, unless a length is asked for; the running one as far as it is.</summary>
    public static PriceSeries Intraday(Tape tape, PriceRequest request, DateTimeOffset now)
    {
        var tick = tape.At(Steps.At(now));
        var started = tick.Session.Day.Session;
        var (first, last) = Sessions(request, request.AsOf is null ? started : Finished(request, now));
        var interval = request.Interval ?? (request.Range == PriceRange.OneDay ? BarInterval.OneMinute : BarInterval.FiveMinutes);
        var length = (int)interval.Length().TotalMinutes;
        var running = last == started && tick.Minute is not null;
        var bars = new List<Bar>();
        for (var number = first; number <= last; number++)
        {
            // Past ones not through the tape: it would forget the session that runs.
            var session = number == started ? tick.Session : new SessionPath(tape.Instrument, number);
            var isRunning = running && number == last;
            AddBars(bars, tape.Instrument, session, length, isRunning ? tick.Minute!.Value : session.Count, isRunning ? tick.MinuteSoFar : null);
        }

        return Series(request, interval, bars, running ? Steps.TimeOf(tick.Step) : SessionIndex.SessionOf(last).CloseUtc);
    }

    /// <summary>The newest session that may show whole: finished now, and by the day that is asked about.</summary>
    private static int Finished(PriceRequest request, DateTimeOffset now)
    {
        var finished = SessionIndex.NewestFinished(now);
        finished = request.AsOf is { } day ? Math.Min(finished, SessionIndex.AtOrBefore(day)) : finished;
        return finished >= 1
            ? finished
            : throw new MarketDataException(MarketErrorKind.NoData, $"The synthetic market has no finished session before {SessionIndex.First:O}.");
    }

    private static (int First, int Last) Sessions(PriceRequest request, int newest)
    {
        var last = request.To is { } to ? Math.Min(newest, SessionIndex.AtOrBefore(EasternTime.DateAt(to))) : newest;
        var first = request.From is { } from ? After(EasternTime.DateAt(from).AddDays(-1))
            : last < 1 ? 1
            : request.Range.Sessions() is { } sessions ? last - sessions + 1
            : request.Range == PriceRange.Max ? 1
            : After(request.Range.FirstDay(SessionIndex.DayOf(last)).AddDays(-1));
        return Math.Max(1, first) <= last
            ? (Math.Max(1, first), last)
            : throw new MarketDataException(MarketErrorKind.NoData, "The synthetic market has no session in that window.");
    }

    private static int After(DateOnly day) => SessionIndex.AtOrBefore(day) + 1;

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

            // The last one ends with the session.
            var isFinal = Math.Min(start + length, session.Count) <= finished;
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
