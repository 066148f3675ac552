using MadLab.Market.Calendars;

namespace MadLab.Market.Providers.Synthetic;

/// <summary>The minutes of one session of one instrument, drawn inside the day's open, high, low and close.</summary>
internal sealed class SessionPath
{
    private readonly ulong _minuteKey;
    private readonly double _minuteDeviation;
    private readonly MinuteBar[] _minutes;
    private readonly int[] _highs;
    private readonly int[] _lows;
    private readonly long[] _volumes;

    public SessionPath(Instrument instrument, int session)
    {
        Day = DayBars.Get(instrument, session);
        Times = SessionIndex.SessionOf(session);
        var count = Times.Minutes;
        var key = Noise.Key(Noise.Key(instrument.Seed, Noise.Use.Session), session);
        _minuteKey = Noise.Key(instrument.Seed, Noise.Use.Minute);
        _minuteDeviation = Day.Deviation / Math.Sqrt(count);
        _volumes = Volumes(key, Day.Volume, count);
        _minutes = Minutes(key, Borders(key, count));
        (_highs, _lows) = Extremes();
    }

    /// <summary>The whole session.</summary>
    public DayBar Day { get; }

    /// <summary>When it is.</summary>
    public TradingSession Times { get; }

    /// <summary>How many minutes it has.</summary>
    public int Count => _minutes.Length;

    /// <summary>A whole minute.</summary>
    public MinuteBar Minute(int index) => _minutes[index];

    /// <summary>The highest price before a minute; the open before the first.</summary>
    public int HighBefore(int minute) => _highs[minute];

    /// <summary>The lowest price before a minute.</summary>
    public int LowBefore(int minute) => _lows[minute];

    /// <summary>Units traded before a minute.</summary>
    public long VolumeBefore(int minute) => _volumes[minute];

    /// <summary>The steps of a minute of the session.</summary>
    public MinutePath Steps(int minute) => new(Noise.Key(_minuteKey, EpochMinute(Times.OpenUtc) + minute), _minutes[minute], _minuteDeviation);

    /// <summary>The steps of a minute after the session: a few basis points around the close, inside the session's range.</summary>
    public MinutePath QuietSteps(long epochMinute)
    {
        var key = Noise.Key(_minuteKey, epochMinute);
        var reach = Day.Close * 0.0004;
        var up = Math.Max(1, (int)(reach * Noise.Uniform(key, -3)));
        var down = Math.Max(1, (int)(reach * Noise.Uniform(key, -4)));
        var (high, low) = Widen(Math.Min(Day.High, Day.Close + up), Math.Max(Day.Low, Day.Close - down));
        return new MinutePath(key, new MinuteBar(Day.Close, high, low, Day.Close, 0), (up + down) / 2.0);
    }

    /// <summary>Minutes since the epoch.</summary>
    public static long EpochMinute(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / 60;

    // The price at the end of each minute. High and low are each touched at a border, so that finer bars have the day's extremes.
    private int[] Borders(ulong key, int count)
    {
        var (high, low) = Turns(key, count);
        var values = new double[count + 1];
        values[0] = Day.Open;
        values[high] = Day.High;
        values[low] = Day.Low;
        values[count] = Day.Close;
        ReadOnlySpan<int> knots = [0, Math.Min(high, low), Math.Max(high, low), count];
        for (var i = 0; i < 3; i++)
        {
            Bridge.Fill(key, knots[i], _minuteDeviation, Day.Low, Day.High, values.AsSpan(knots[i]..(knots[i + 1] + 1)));
        }

        return Array.ConvertAll(values, static value => (int)Math.Floor(value + 0.5));
    }

    // Extremes come oftener near the open and the close; a tenth of the session lies between them.
    private static (int High, int Low) Turns(ulong key, int count)
    {
        for (var attempt = 0; ; attempt++)
        {
            var high = Turn(Noise.Uniform(key, -1 - (2 * attempt)), count);
            var low = Turn(Noise.Uniform(key, -2 - (2 * attempt)), count);
            if (Math.Abs(high - low) >= count / 10)
            {
                return (high, low);
            }
        }
    }

    private static int Turn(double even, int count)
    {
        var early = even < 0.5 ? 2 * even * even : 1 - (2 * (1 - even) * (1 - even));
        return 5 + (int)(early * (count - 9));
    }

    private MinuteBar[] Minutes(ulong key, int[] borders)
    {
        var minutes = new MinuteBar[borders.Length - 1];
        for (var i = 0; i < minutes.Length; i++)
        {
            var (open, close) = (borders[i], borders[i + 1]);
            var draw = 1_000 + (4 * i);
            var top = Bridge.Top(open, close, _minuteDeviation, Noise.Normal(key, draw), Noise.Normal(key, draw + 1));
            var bottom = Bridge.Bottom(open, close, _minuteDeviation, Noise.Normal(key, draw + 2), Noise.Normal(key, draw + 3));
            var high = Math.Clamp((int)Math.Floor(top), Math.Max(open, close), Day.High);
            var low = Math.Clamp((int)Math.Ceiling(bottom), Day.Low, Math.Min(open, close));
            (high, low) = Widen(high, low);
            minutes[i] = new MinuteBar(open, high, low, close, _volumes[i + 1] - _volumes[i]);
        }

        return minutes;
    }

    // A minute needs prices to move between; the day has room for them.
    private (int High, int Low) Widen(int high, int low)
    {
        while (high - low < MinutePath.LeastWidth)
        {
            high += high < Day.High ? 1 : 0;
            low -= high - low < MinutePath.LeastWidth && low > Day.Low ? 1 : 0;
        }

        return (high, low);
    }

    private (int[] Highs, int[] Lows) Extremes()
    {
        var highs = new int[_minutes.Length + 1];
        var lows = new int[_minutes.Length + 1];
        highs[0] = lows[0] = Day.Open;
        for (var i = 0; i < _minutes.Length; i++)
        {
            highs[i + 1] = Math.Max(highs[i], _minutes[i].High);
            lows[i + 1] = Math.Min(lows[i], _minutes[i].Low);
        }

        return (highs, lows);
    }

    // Busy at the open, quiet at noon, busy at the close; running totals, so that no rounding is lost.
    private static long[] Volumes(ulong key, long total, int count)
    {
        var shares = new double[count + 1];
        for (var i = 0; i < count; i++)
        {
            var fromNoon = ((2.0 * i) + 1 - count) / count;
            shares[i + 1] = shares[i] + ((0.4 + (1.6 * fromNoon * fromNoon)) * Noise.Uniform(key, 10_000 + i, 0.5, 1.5));
        }

        var volumes = new long[count + 1];
        for (var i = 1; i <= count; i++)
        {
            volumes[i] = i == count ? total : (long)(total * (shares[i] / shares[count]));
        }

        return volumes;
    }
}
