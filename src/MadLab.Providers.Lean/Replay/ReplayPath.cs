using MadLab.Providers.Lean.Bars;

namespace MadLab.Providers.Lean.Replay;

/// <summary>The way of a price through one session: a line through points, with what the session had reached at each.</summary>
internal sealed class ReplayPath
{
    private readonly ReplayPoint[] _points;

    /// <summary>Creates a path.</summary>
    /// <param name="type">What is replayed.</param>
    /// <param name="daily">The session's daily bar.</param>
    /// <param name="previousClose">The close before it, in the same units; null when there is none.</param>
    /// <param name="duration">How long the session is.</param>
    /// <param name="points">The points in order of time, the first at 0, the last at <paramref name="duration"/>.</param>
    public ReplayPath(AssetClass type, LeanBar daily, decimal? previousClose, TimeSpan duration, ReplayPoint[] points)
    {
        (Type, Daily, PreviousClose, Duration) = (type, daily, previousClose, duration);
        _points = points;
    }

    /// <summary>What is replayed: decides the tick.</summary>
    public AssetClass Type { get; }

    /// <summary>The session's daily bar.</summary>
    public LeanBar Daily { get; }

    /// <summary>The close of the session before, in the units of this one.</summary>
    public decimal? PreviousClose { get; }

    /// <summary>How long the session is.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The state at a moment of the session; at its end exactly that of the daily bar. High and low are those of the points passed.</summary>
    public ReplayPoint At(TimeSpan offset)
    {
        var index = LastAt(offset);
        var point = _points[index];
        if (index == _points.Length - 1 || point.Offset == offset)
        {
            return point;
        }

        var next = _points[index + 1];
        var part = (decimal)((offset - point.Offset) / (next.Offset - point.Offset));
        return point with
        {
            Offset = offset,
            Price = point.Price + ((next.Price - point.Price) * part),
            Volume = point.Volume + ((next.Volume - point.Volume) * part),
        };
    }

    /// <summary>The last point after one moment and up to another at which the session reached a new high or low; null when there is none.</summary>
    /// <remarks>Updates are fewer than points: this one is worth showing in place of where the price happens to be.</remarks>
    public decimal? ExtremeWithin(TimeSpan after, TimeSpan upTo)
    {
        for (var i = LastAt(upTo); i > 0 && _points[i].Offset > after; i--)
        {
            if (_points[i].High > _points[i - 1].High || _points[i].Low < _points[i - 1].Low)
            {
                return _points[i].Price;
            }
        }

        return null;
    }

    private int LastAt(TimeSpan offset)
    {
        var low = 0;
        var high = _points.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_points[middle].Offset <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
