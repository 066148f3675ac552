using FluentAssertions;
using FsCheck.Fluent;
using MadLab.Market.Analytics;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class VolatilityConesTests
{
    public static TheoryData<VolatilityEstimator> Estimators => [.. Enum.GetValues<VolatilityEstimator>()];

    [LeanDataTheory]
    [InlineData("spy", 20, 0.140950)]
    [InlineData("spy", 60, 0.155315)]
    [InlineData("spy", 252, 0.208877)]
    [InlineData("aapl", 20, 0.324744)]
    [InlineData("aapl", 60, 0.330488)]
    [InlineData("aapl", 252, 0.369738)]
    public void From_RealPrices_HasTheKnownVolatilityOfTheNewestWindow(string ticker, int days, double volatility)
    {
        var cone = VolatilityCones.From(LeanFiles.Daily(ticker), VolatilityEstimator.CloseToClose);

        cone.Windows.Single(w => w.Days == days).Current.Should().BeApproximately(volatility, 5e-7);
        cone.PeriodsPerYear.Should().Be(252);
        cone.Warning.Should().BeNull();
    }

    [LeanDataTheory]
    [MemberData(nameof(Estimators))]
    public void From_RealPrices_IsTheSlowComputation(VolatilityEstimator estimator)
    {
        var bars = LeanFiles.Daily("spy").Bars.TakeLast(700).ToArray();

        var cone = VolatilityCones.From(Series.Of("SPY", bars), estimator);

        cone.Windows.Select(w => w.Days).Should().Equal(VolatilityCones.Lengths);
        foreach (var window in cone.Windows)
        {
            var all = Enumerable.Range(0, bars.Length - window.Days).Select(i => Slow(bars.AsSpan(i, window.Days + 1), estimator)).ToArray();
            var sorted = all.Order().ToArray();
            window.Count.Should().Be(all.Length);
            window.Current.Should().BeApproximately(all[^1], 1e-12);
            window.Rank.Should().Be(all.Count(v => v < all[^1]) / (all.Length - 1.0));
            window.Min.Should().BeApproximately(sorted[0], 1e-12);
            window.Max.Should().BeApproximately(sorted[^1], 1e-12);
            new[] { window.P10, window.P25, window.P50, window.P75, window.P90 }
                .Zip([0.10, 0.25, 0.50, 0.75, 0.90], (value, part) => Math.Abs(value - QuantileBySorting(sorted, part)))
                .Should().OnlyContain(difference => difference < 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void From_RandomWalkWithoutGaps_IsNearItsVolatility(VolatilityEstimator estimator)
    {
        // 400 steps a day of a walk with 25 % a year: range estimators see a little less of it, because a walk in steps misses its extremes.
        var cone = VolatilityCones.From(Series.Of("A", Walk(seed: 3, days: 1_500, volatility: 0.25)), estimator);

        cone.Windows.Single(w => w.Days == 252).P50.Should().BeInRange(0.25 * 0.94, 0.25 * 1.04);
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void From_PricesInAnotherUnit_IsTheSame(VolatilityEstimator estimator)
    {
        var bars = Walk(seed: 4, days: 80, volatility: 0.3);
        var other = bars.Select(b => b with { Open = b.Open * 100, High = b.High * 100, Low = b.Low * 100, Close = b.Close * 100 }).ToArray();

        var (one, two) = (VolatilityCones.From(Series.Of("A", bars), estimator), VolatilityCones.From(Series.Of("A", other), estimator));

        two.Windows.Zip(one.Windows).Should().OnlyContain(w => Math.Abs(w.First.P50 - w.Second.P50) < 1e-10 && w.First.Rank == w.Second.Rank);
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void From_AnyWalk_HasPercentilesInOrder(VolatilityEstimator estimator) =>
        Seeded.Check(
            Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), seed =>
                VolatilityCones.From(Series.Of("A", Walk(seed, 60, 0.4, steps: 5)), estimator).Windows.All(w =>
                    w.Min >= 0 && w.Min <= w.P10 && w.P10 <= w.P25 && w.P25 <= w.P50 && w.P50 <= w.P75 && w.P75 <= w.P90 && w.P90 <= w.Max
                    && w.Current >= w.Min && w.Current <= w.Max && w.Rank is >= 0 and <= 1)),
            100);

    [Theory]
    [InlineData(30, new[] { 10 })] // 29 sessions: 20 windows of 10 and 10 of 20
    [InlineData(40, new[] { 10, 20 })]
    [InlineData(272, new[] { 10, 20, 30, 60, 90, 120, 252 })]
    public void From_ShortSeries_LeavesOutWindowsWithoutHistory(int bars, int[] windows) =>
        VolatilityCones.From(Series.Daily("A", Series.Walk(1, bars)), VolatilityEstimator.CloseToClose).Windows.Select(w => w.Days).Should().Equal(windows);

    [Fact]
    public void From_SeriesTooShortForAnyWindow_ThrowsNoData()
    {
        var act = () => VolatilityCones.From(Series.Daily("A", Series.Walk(1, 29)), VolatilityEstimator.YangZhang);

        act.Should().Throw<MarketDataException>().WithMessage("*30 daily bars*29*").Which.Kind.Should().Be(MarketErrorKind.NoData);
    }

    [Fact]
    public void From_BarsOfEveryDay_AreAnnualisedBy365() =>
        VolatilityCones.From(Series.Daily("BTC-USD", Series.Walk(1, 60)), VolatilityEstimator.CloseToClose).PeriodsPerYear.Should().Be(365);

    [Fact]
    public void From_RawPrices_Warns() =>
        VolatilityCones.From(Series.Daily("A", Series.Walk(1, 60)) with { Adjustment = PriceAdjustment.Raw }, VolatilityEstimator.CloseToClose)
            .Warning.Should().Contain("raw");

    [Fact]
    public void From_RunningLastBar_LeavesItOut()
    {
        var whole = Series.Daily("A", Series.Walk(1, 60));
        var running = whole with { Bars = [.. whole.Bars, Series.Flat(Series.Start.AddDays(60), 1_000) with { IsFinal = false }], AsOf = Series.Start.AddDays(61) };

        var cone = VolatilityCones.From(running, VolatilityEstimator.CloseToClose);

        cone.Windows.Should().Equal(VolatilityCones.From(whole, VolatilityEstimator.CloseToClose).Windows);
        cone.AsOf.Should().Be(whole.Bars[^1].Time);
    }

    [Fact]
    public void From_PriceNotPositive_ThrowsAndNamesTheDay()
    {
        var bars = Series.Daily("CL=F", Series.Walk(1, 60)).Bars.ToArray();
        bars[5] = bars[5] with { Low = 0 };

        var act = () => VolatilityCones.From(Series.Of("CL=F", bars), VolatilityEstimator.Parkinson);

        act.Should().Throw<MarketDataException>().WithMessage("*CL=F*2024-01-06*").Which.Kind.Should().Be(MarketErrorKind.NoData);
    }

    /// <summary>The textbook formulas once more, each window on its own and by LINQ.</summary>
    private static double Slow(ReadOnlySpan<Bar> bars, VolatilityEstimator estimator)
    {
        var days = bars[1..].ToArray();
        var before = bars[..^1].ToArray();
        int n = days.Length;
        double Ln(decimal a, decimal b) => Math.Log((double)a) - Math.Log((double)b);
        double Variance(IEnumerable<double> x) => (x.Select(v => v * v).Sum() - (x.Sum() * x.Sum() / n)) / (n - 1);
        var rs = days.Select(b => (Ln(b.High, b.Close) * Ln(b.High, b.Open)) + (Ln(b.Low, b.Close) * Ln(b.Low, b.Open))).Average();
        var k = 0.34 / (1.34 + ((n + 1.0) / (n - 1)));
        return Math.Sqrt(252 * estimator switch
        {
            VolatilityEstimator.CloseToClose => Variance(days.Zip(before, (b, p) => Ln(b.Close, p.Close))),
            VolatilityEstimator.Parkinson => days.Sum(b => Math.Pow(Ln(b.High, b.Low), 2)) / (4 * n * Math.Log(2)),
            VolatilityEstimator.GarmanKlass => days.Average(b => (0.5 * Math.Pow(Ln(b.High, b.Low), 2)) - (((2 * Math.Log(2)) - 1) * Math.Pow(Ln(b.Close, b.Open), 2))),
            VolatilityEstimator.RogersSatchell => rs,
            _ => Variance(days.Zip(before, (b, p) => Ln(b.Open, p.Close))) + (k * Variance(days.Select(b => Ln(b.Close, b.Open)))) + ((1 - k) * rs),
        });
    }

    private static double QuantileBySorting(double[] sorted, double part)
    {
        var h = ((sorted.Length - 1) * part) + 1;
        var floor = (int)Math.Floor(h);
        return sorted[floor - 1] + ((h - floor) * (sorted[Math.Min(floor, sorted.Length - 1)] - sorted[floor - 1]));
    }

    private static Bar[] Walk(int seed, int days, double volatility, int steps = 400)
    {
        var random = new Random(seed);
        var log = Math.Log(100);
        var step = volatility / Math.Sqrt(252.0 * steps);
        var bars = new Bar[days];
        for (var d = 0; d < days; d++)
        {
            var (open, high, low) = (log, log, log);
            for (var i = 0; i < steps; i++)
            {
                log += step * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                (high, low) = (Math.Max(high, log), Math.Min(low, log));
            }

            bars[d] = new Bar
            {
                Time = Series.Start.AddDays(d / 5 * 7 + d % 5), // Mondays to Fridays
                Open = (decimal)Math.Exp(open), High = (decimal)Math.Exp(high), Low = (decimal)Math.Exp(low), Close = (decimal)Math.Exp(log), Volume = 1,
            };
        }

        return bars;
    }
}
