using MadLab.Providers.Lean.Bars;

namespace MadLab.Providers.Lean.Replay;

/// <summary>Lays a path through bars: each from its open to the nearer extreme, the other one, and its close, at an even pace.</summary>
internal sealed class ReplayPathBuilder
{
    private readonly AssetClass _type;
    private readonly LeanBar _daily;
    private readonly TimeSpan _duration;
    private readonly List<ReplayPoint> _points = [];
    private decimal _high;
    private decimal _low;
    private decimal _volume;
    private decimal _volumeScale = 1;

    private ReplayPathBuilder(AssetClass type, LeanBar daily, TimeSpan duration)
    {
        (_type, _daily, _duration) = (type, daily, duration);
        _high = _low = daily.Open;
    }

    /// <summary>A path through the daily bar alone.</summary>
    public static ReplayPath FromDaily(AssetClass type, LeanBar daily, decimal? previousClose, TimeSpan duration)
    {
        var builder = new ReplayPathBuilder(type, daily, duration);
        builder.Walk(daily, TimeSpan.Zero, duration);
        return builder.Build(previousClose);
    }

    /// <summary>A path through the bars of a session, which ends on its daily bar.</summary>
    /// <param name="type">What is replayed.</param>
    /// <param name="daily">The daily bar.</param>
    /// <param name="previousClose">The close before it; null when there is none.</param>
    /// <param name="duration">How long the session is.</param>
    /// <param name="bars">The session's bars with their beginnings since it opened, oldest first, not empty; what lies outside the session is cut off.</param>
    /// <param name="length">The length of each bar.</param>
    public static ReplayPath FromIntraday(
        AssetClass type, LeanBar daily, decimal? previousClose, TimeSpan duration, IReadOnlyList<(TimeSpan Start, LeanBar Bar)> bars, TimeSpan length)
    {
        var builder = new ReplayPathBuilder(type, daily, duration);

        // Volume ends on the daily bar's, which may count trades that the bars within the day do not.
        var traded = bars.Sum(b => b.Bar.Volume);
        builder._volumeScale = traded > 0 ? daily.Volume / traded : 1;
        if (bars[0].Start > TimeSpan.Zero)
        {
            builder.Add(TimeSpan.Zero, bars[0].Bar.Open, bars[0].Bar);
        }

        foreach (var (start, bar) in bars)
        {
            var from = start < TimeSpan.Zero ? TimeSpan.Zero : start;
            var to = start + length < duration ? start + length : duration;
            builder.Walk(bar, from, to);
        }

        return builder.Build(previousClose);
    }

    private void Walk(LeanBar bar, TimeSpan from, TimeSpan to)
    {
        var highFirst = bar.High - bar.Open <= bar.Open - bar.Low;
        var (first, second) = highFirst ? (bar.High, bar.Low) : (bar.Low, bar.High);
        var toFirst = Math.Abs(first - bar.Open);
        var toSecond = toFirst + Math.Abs(second - first);
        var way = toSecond + Math.Abs(bar.Close - second);
        var volume = _volume;
        var traded = bar.Volume * _volumeScale;

        Add(from, bar.Open, bar);
        if (way > 0)
        {
            Pass(toFirst, first);
            Pass(toSecond, second);
        }

        _volume = volume + traded;
        Add(to, bar.Close, bar);

        void Pass(decimal gone, decimal price)
        {
            var part = gone / way;
            _volume = volume + (traded * part);
            Add(from + ((to - from) * (double)part), price, bar);
        }
    }

    private void Add(TimeSpan offset, decimal price, LeanBar bar)
    {
        _high = Math.Max(_high, price);
        _low = Math.Min(_low, price);
        _points.Add(new ReplayPoint
        {
            Offset = offset, Price = price, High = _high, Low = _low, Volume = _volume, BarHigh = bar.High, BarLow = bar.Low,
        });
    }

    private ReplayPath Build(decimal? previousClose)
    {
        _volume = _daily.Volume;
        _high = Math.Max(_high, _daily.High);
        _low = Math.Min(_low, _daily.Low);
        Add(_duration, _daily.Close, _daily);
        return new ReplayPath(_type, _daily, previousClose, _duration, [.. _points]);
    }
}
