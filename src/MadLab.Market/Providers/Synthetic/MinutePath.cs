namespace MadLab.Market.Providers.Synthetic;

/// <summary>The live price of one minute, step by step: begins at its open, ends at its close, touches its high and low, and moves with every step.</summary>
/// <remarks>
/// It moves because a step's price is even or odd in turn, in ticks. Only where open and close differ by an odd number does the turn slip,
/// at the very last step; that one may then stand still.
/// </remarks>
internal sealed class MinutePath
{
    private const int Last = Steps.PerMinute;

    private readonly int[] _prices = new int[Last + 1];
    private readonly int[] _highs = new int[Last + 1];
    private readonly int[] _lows = new int[Last + 1];

    /// <summary>Draws the minute.</summary>
    /// <param name="key">The noise of this minute of this instrument.</param>
    /// <param name="shape">Open, high, low and close, in ticks, with <c>low &lt; high</c>.</param>
    /// <param name="deviation">The deviation of the price over the minute, in ticks.</param>
    public MinutePath(ulong key, MinuteBar shape, double deviation)
    {
        Span<double> values = stackalloc double[Last + 1];
        Draw(key, shape, deviation, values);
        Settle(key, shape, values);
    }

    /// <summary>The price at a step, 0 to 300, in ticks.</summary>
    public int Price(int step) => _prices[step];

    /// <summary>The highest price up to a step.</summary>
    public int High(int step) => _highs[step];

    /// <summary>The lowest price up to a step.</summary>
    public int Low(int step) => _lows[step];

    private static void Draw(ulong key, MinuteBar shape, double deviation, Span<double> values)
    {
        var high = Touch(shape.High, shape, Noise.Bits(key, -1));
        var low = Touch(shape.Low, shape, Noise.Bits(key, -2));
        if (low == high)
        {
            low += 2;
        }

        values[0] = shape.Open;
        values[Last] = shape.Close;
        values[high] = shape.High;
        values[low] = shape.Low;
        ReadOnlySpan<int> knots = [0, Math.Min(high, low), Math.Max(high, low), Last];
        for (var i = 0; i < 3; i++)
        {
            Bridge.Fill(key, knots[i], deviation / Math.Sqrt(Last), shape.Low, shape.High, values[knots[i]..(knots[i + 1] + 1)]);
        }
    }

    // Where an extreme is touched: at an end that equals it, else at an inner step whose turn fits it.
    private static int Touch(int extreme, MinuteBar shape, ulong bits) =>
        extreme == shape.Open ? 0
        : extreme == shape.Close ? Last
        : 4 + (2 * (int)(bits % 145)) + ((extreme - shape.Open) & 1);

    private void Settle(ulong key, MinuteBar shape, ReadOnlySpan<double> values)
    {
        var (high, low) = (int.MinValue, int.MaxValue);
        for (var step = 0; step <= Last; step++)
        {
            var price = (int)Math.Floor(values[step] + 0.5);
            if (step < Last && ((price - shape.Open - step) & 1) != 0)
            {
                var up = price == shape.Low || (price != shape.High && (Noise.Bits(key, Last + step) & 1) == 0);
                price += up ? 1 : -1;
            }

            _prices[step] = price;
            _highs[step] = high = Math.Max(high, price);
            _lows[step] = low = Math.Min(low, price);
        }
    }
}
