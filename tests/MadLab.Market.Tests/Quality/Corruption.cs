using MadLab.Market.Tests.Analytics;

namespace MadLab.Market.Tests.Quality;

/// <summary>A fault that a test put into a clean series.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Kind">What it should be called.</param>
/// <param name="From">The first day it touches.</param>
/// <param name="To">The last day it touches.</param>
internal sealed record Fault(string Name, QualityKind Kind, DateTimeOffset From, DateTimeOffset To)
{
    public bool Touches(QualityIssue issue) => issue.Date >= From && issue.Date <= To;
}

/// <summary>Puts faults into clean series, the same for the same seed.</summary>
internal static class Corruption
{
    private const int Margin = 30;
    private const int Spacing = 12;

    /// <summary>About one fault in a hundred bars: spikes, blocks in another unit, wrong signs, impossible bars, missing and repeated sessions.</summary>
    public static (PriceSeries Series, List<Fault> Faults) Scatter(PriceSeries clean, int seed)
    {
        var random = new Random(seed);
        var bars = clean.Bars.ToList();
        var faults = new List<Fault>();
        for (var at = bars.Count - Margin; at > Margin; at -= Spacing + random.Next(2 * 88))
        {
            // From the end on, so that what is removed or inserted leaves earlier places as they are.
            faults.Add(Put(bars, at, random));
        }

        return (clean with { Bars = bars }, faults);
    }

    /// <summary>All prices from one day on in another ratio.</summary>
    public static (PriceSeries Series, Fault Fault) Shift(PriceSeries clean, double factor, int seed)
    {
        var at = new Random(seed).Next(Margin, clean.Bars.Count - Margin);
        var bars = clean.Bars.Select((b, i) => i < at ? b : Scaled(b, factor)).ToList();
        return (clean with { Bars = bars }, new Fault("shift", QualityKind.LevelShift, bars[at].Time, bars[at].Time));
    }

    private static Fault Put(List<Bar> bars, int at, Random random)
    {
        var bar = bars[at];
        var sign = random.Next(2) == 0 ? -1 : 1;
        switch (random.Next(9))
        {
            case 0:
                bars[at] = Scaled(bar, 1 + (sign * (0.15 + (0.05 * random.NextDouble()))));
                return At("bar off by 15 to 20 %", QualityKind.Outlier);
            case 1:
                var close = bar.Close * (decimal)(1 + (sign * (0.15 + (0.10 * random.NextDouble()))));
                bars[at] = bar with { Close = close, High = Math.Max(bar.High, close), Low = Math.Min(bar.Low, close) };
                return At("close off by 15 to 25 %", QualityKind.Outlier);
            case 2:
                bars[at] = Scaled(bar, sign > 0 ? 10 : 0.1);
                return At("bar ten times too high or low", QualityKind.Outlier);
            case 3:
                var length = random.Next(2, 6);
                for (var i = 0; i < length; i++)
                {
                    bars[at + i] = Scaled(bars[at + i], sign > 0 ? 100 : 0.01);
                }

                return new Fault("block in another unit", QualityKind.Outlier, bar.Time, bars[at + length - 1].Time);
            case 4:
                var missing = random.Next(1, 4);
                var fault = new Fault("missing sessions", QualityKind.Gap, bar.Time, bars[at + missing - 1].Time);
                bars.RemoveRange(at, missing);
                return fault;
            case 5:
                bars[at] = bar with { Close = -bar.Close, Low = -bar.Close };
                return At("wrong sign", QualityKind.Negative);
            case 6:
                bars[at] = bar with { High = Math.Max(bar.Open, bar.Close) * 0.99m };
                return At("high below the body", QualityKind.Ohlc);
            case 7:
                bars[at] = bars[at - 1] with { Time = bar.Time };
                return At("yesterday's bar again", QualityKind.Duplicate);
            default:
                bars.Insert(at, bar with { Close = bar.Low });
                return At("two bars of a day", QualityKind.Duplicate);
        }

        Fault At(string name, QualityKind kind) => new(name, kind, bar.Time, bar.Time);
    }

    private static Bar Scaled(in Bar bar, double factor)
    {
        var f = (decimal)factor;
        return bar with { Open = bar.Open * f, High = bar.High * f, Low = bar.Low * f, Close = bar.Close * f };
    }
}
