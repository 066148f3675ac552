namespace MadLab.Market.Tests.Analytics;

/// <summary>Builds price series from a few closes.</summary>
internal static class Series
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>One bar a day from the first of January 2024, week-ends included.</summary>
    public static PriceSeries Daily(string symbol, params decimal[] closes) =>
        Of(symbol, [.. closes.Select((c, i) => Flat(Start.AddDays(i), c))]);

    public static PriceSeries Of(string symbol, IReadOnlyList<Bar> bars) => new()
    {
        Symbol = Symbol.Parse(symbol),
        Interval = BarInterval.OneDay,
        Adjustment = PriceAdjustment.All,
        Bars = bars,
    };

    public static Bar Flat(DateTimeOffset time, decimal price) =>
        new() { Time = time, Open = price, High = price, Low = price, Close = price, Volume = 100 };

    /// <summary>A random walk of the given number of closes, the same for the same seed.</summary>
    public static decimal[] Walk(int seed, int count, double deviation = 0.01)
    {
        var random = new Random(seed);
        var closes = new decimal[count];
        var log = Math.Log(100);
        for (var i = 0; i < count; i++)
        {
            log += deviation * ((2 * random.NextDouble()) - 1);
            closes[i] = (decimal)Math.Exp(log);
        }

        return closes;
    }
}
