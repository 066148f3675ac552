using MadLab.Market.Calendars;

namespace MadLab.Market.Providers.Synthetic;

/// <summary>Whole sessions of one instrument. The day's shape comes first; minutes and steps are then drawn inside it.</summary>
internal static class DayBars
{
    // So that an instrument has room below it for a low and a bid.
    private const int LeastPrice = 10;

    /// <summary>One session.</summary>
    public static DayBar Get(Instrument instrument, int session)
    {
        Span<DayBar> bars = stackalloc DayBar[1];
        Span<double> closes = stackalloc double[2];
        Fill(instrument, session, bars, closes);
        return bars[0];
    }

    /// <summary>Consecutive sessions.</summary>
    public static DayBar[] Get(Instrument instrument, int first, int count)
    {
        var bars = new DayBar[count];
        Fill(instrument, first, bars, new double[count + 1]);
        return bars;
    }

    private static void Fill(Instrument instrument, int first, Span<DayBar> bars, Span<double> closes)
    {
        instrument.FillCloses(first - 1, closes);
        var previous = ToTicks(closes[0]);
        for (var i = 0; i < bars.Length; i++)
        {
            bars[i] = Shape(instrument, first + i, closes[i], closes[i + 1], previous);
            previous = bars[i].Close;
        }
    }

    private static DayBar Shape(Instrument instrument, int session, double before, double after, int previousClose)
    {
        var seed = instrument.Seed;
        var typical = instrument.DailyVolatility * Walk.Regime(session) * before;
        var gap = (0.3 * (after - before)) + (0.15 * typical * Noise.Normal(Noise.Key(seed, Noise.Use.Open), session));
        var open = ToTicks(before + gap);
        var close = ToTicks(after);
        var deviation = 0.8 * typical;
        var top = Bridge.Top(open, close, deviation, Draw(seed, Noise.Use.HighA, session), Draw(seed, Noise.Use.HighB, session));
        var bottom = Bridge.Bottom(open, close, deviation, Draw(seed, Noise.Use.LowA, session), Draw(seed, Noise.Use.LowB, session));
        var activity = Noise.Uniform(Noise.Key(seed, Noise.Use.Volume), session, 0.6, 1.2) + (0.3 * Math.Abs(after - before) / typical);
        var hours = TradingCalendar.UsEquity.ClosesEarly(SessionIndex.DayOf(session)) ? 0.6 : 1;
        return new DayBar
        {
            Session = session,
            PreviousClose = previousClose,
            Open = open,

            // Beyond open and close: a minute, and the quiet price outside the session, need that room.
            High = Math.Max((int)Math.Floor(top), Math.Max(open, close) + (MinutePath.LeastWidth / 2)),
            Low = Math.Max(LeastPrice / 2, Math.Min((int)Math.Ceiling(bottom), Math.Min(open, close) - (MinutePath.LeastWidth / 2))),
            Close = close,
            Volume = (long)(instrument.AverageVolume * activity * hours * Walk.Regime(session)),
            Deviation = deviation,
        };
    }

    private static double Draw(ulong seed, Noise.Use use, int session) => Noise.Normal(Noise.Key(seed, use), session);

    private static int ToTicks(double price) => Math.Max(LeastPrice, (int)Math.Floor(price + 0.5));
}
