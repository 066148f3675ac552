namespace MadLab.Market.Providers.Synthetic;

/// <summary>
/// The live price of one minute, step by step: begins at its open, ends at its close, touches its high and low, and is never where it was
/// one or two steps ago, so that a client that looks every 250 ms sees it move each time.
/// </summary>
/// <remarks>
/// The promise holds across minutes that do not know each other: counted in ticks modulo 3, the first step is one above the open
/// and the last one below the close.
/// </remarks>
internal sealed class MinutePath
{
    /// <summary>How many ticks lie between high and low at least: five prices, of which a step may be barred from four.</summary>
    public const int LeastWidth = 4;

    private const int Last = Steps.PerMinute;
    private const int Free = int.MinValue;

    private readonly int[] _prices = new int[Last + 1];
    private readonly int[] _highs = new int[Last + 1];
    private readonly int[] _lows = new int[Last + 1];

    /// <summary>Draws the minute.</summary>
    /// <param name="key">The noise of this minute of this instrument.</param>
    /// <param name="shape">Open, high, low and close, in ticks, with <c>high - low &gt;= LeastWidth</c>.</param>
    /// <param name="deviation">The deviation of the price over the minute, in ticks.</param>
    public MinutePath(ulong key, MinuteBar shape, double deviation)
    {
        Span<double> values = stackalloc double[Last + 1];
        Array.Fill(_prices, Free);
        Draw(key, shape, deviation, values);
        Settle(key, shape, values);
    }

    /// <summary>The price at a step, 0 to 300, in ticks.</summary>
    public int Price(int step) => _prices[step];

    /// <summary>The highest price up to a step.</summary>
    public int High(int step) => _highs[step];

    /// <summary>The lowest price up to a step.</summary>
    public int Low(int step) => _lows[step];

    private void Draw(ulong key, MinuteBar shape, double deviation, Span<double> values)
    {
        var high = Touch(shape.High, shape, Noise.Bits(key, -1));
        var low = Touch(shape.Low, shape, Noise.Bits(key, -2));
        if (low == high)
        {
            low++;
        }

        values[0] = _prices[0] = shape.Open;
        values[Last] = _prices[Last] = shape.Close;
        values[high] = _prices[high] = shape.High;
        values[low] = _prices[low] = shape.Low;
        ReadOnlySpan<int> knots = [0, Math.Min(high, low), Math.Max(high, low), Last];
        for (var i = 0; i < 3; i++)
        {
            Bridge.Fill(key, knots[i], deviation / Math.Sqrt(Last), shape.Low, shape.High, values[knots[i]..(knots[i + 1] + 1)]);
        }
    }

    // Where an extreme is touched: at an end that equals it, else at an inner step, clear of the settled ones at both ends.
    private static int Touch(int extreme, MinuteBar shape, ulong bits) =>
        extreme == shape.Open ? 0
        : extreme == shape.Close ? Last
        : 4 + (int)(bits % (Last - 10));

    private void Settle(ulong key, MinuteBar shape, ReadOnlySpan<double> values)
    {
        _prices[1] = Beside(shape.Open, 1, shape);
        _prices[Last - 1] = Beside(shape.Close, -1, shape);
        var (high, low) = (int.MinValue, int.MaxValue);
        for (var step = 0; step <= Last; step++)
        {
            var price = _prices[step];
            if (price == Free)
            {
                price = Nearest((int)Math.Floor(values[step] + 0.5), step, (Noise.Bits(key, Last + step) & 1) == 0 ? 1 : -1, shape);
            }

            _prices[step] = price;
            _highs[step] = high = Math.Max(high, price);
            _lows[step] = low = Math.Min(low, price);
        }
    }

    // A tick to one side, or, at the wall, the two to the other that are the same modulo 3.
    private static int Beside(int price, int side, MinuteBar shape) =>
        price + side <= shape.High && price + side >= shape.Low ? price + side : price - (2 * side);

    // Barred are the two prices before and, where they are settled already, the two after.
    private int Nearest(int wanted, int step, int side, MinuteBar shape)
    {
        for (var distance = 0; ; distance++)
        {
            if (IsFree(wanted + (side * distance), step, shape))
            {
                return wanted + (side * distance);
            }

            if (IsFree(wanted - (side * distance), step, shape))
            {
                return wanted - (side * distance);
            }
        }
    }

    private bool IsFree(int price, int step, MinuteBar shape) =>
        price >= shape.Low && price <= shape.High
            && price != _prices[step - 1] && price != _prices[step - 2]
            && price != _prices[step + 1] && price != _prices[step + 2];
}
