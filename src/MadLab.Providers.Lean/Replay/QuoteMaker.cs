namespace MadLab.Providers.Lean.Replay;

/// <summary>Makes the quotes of one round: prices on the tick, no two in a row alike where the bar leaves room for it.</summary>
internal sealed class QuoteMaker(Symbol symbol, ReplayPath path)
{
    private decimal? _last;
    private decimal _high = path.Daily.Open;
    private decimal _low = path.Daily.Open;

    /// <summary>The quote of the session's end, which is that of the daily bar.</summary>
    public Quote Close(DateTimeOffset now)
    {
        var end = path.At(path.Duration);
        return Make(end.Price, end.High, end.Low, end.Volume, now);
    }

    /// <summary>The quote of a moment.</summary>
    /// <param name="offset">The moment, since the session began.</param>
    /// <param name="after">The moment of the quote before; null for the first.</param>
    /// <param name="now">The moment of sending.</param>
    public Quote At(TimeSpan offset, TimeSpan? after, DateTimeOffset now)
    {
        var point = path.At(offset);
        var price = after is { } from && path.ExtremeWithin(from, offset) is { } extreme && extreme != _last ? extreme : OnTick(point);
        var volume = path.Type == AssetClass.Equity ? decimal.Truncate(point.Volume) : Math.Round(point.Volume, 8);
        return Make(price, point.High, point.Low, volume, now);
    }

    private decimal OnTick(ReplayPoint point)
    {
        var tick = Tick(point.Price);
        var price = Math.Clamp(Math.Round(point.Price / tick) * tick, point.BarLow, point.BarHigh);
        if (price != _last)
        {
            return price;
        }

        // The path moves less than a tick between two quotes: bounce, as between bid and ask, within the bar.
        return price + tick <= point.BarHigh ? price + tick : price - tick >= point.BarLow ? price - tick : price;
    }

    private decimal Tick(decimal price) => path.Type == AssetClass.Forex
        ? (price >= 20 ? 0.001m : 0.00001m)
        : (price >= 1 ? 0.01m : 0.0001m);

    private Quote Make(decimal price, decimal high, decimal low, decimal volume, DateTimeOffset now)
    {
        _last = price;
        _high = Math.Max(_high, Math.Max(price, high));
        _low = Math.Min(_low, Math.Min(price, low));
        var previous = path.PreviousClose;
        var change = previous is { } close ? price - close : 0;
        return new Quote
        {
            Symbol = symbol,
            Price = price,
            Timestamp = now,
            Volume = volume,
            Change = change,
            ChangePercent = previous is > 0 ? Math.Round(change / previous.Value * 100, 4) : 0,
            Open = path.Daily.Open,
            High = _high,
            Low = _low,
            PreviousClose = previous,
        };
    }
}
