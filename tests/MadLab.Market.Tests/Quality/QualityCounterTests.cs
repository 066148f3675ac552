using FluentAssertions;
using FsCheck.Fluent;
using MadLab.Market.Quality;
using MadLab.Market.Tests.Analytics;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Market.Tests.Quality;

public sealed class QualityCounterTests
{
    [LeanDataTheory]
    [InlineData("spy", 0)]
    [InlineData("ibm", 1)] // the profit warning of 1999-10-20: a jump that really was
    public void Count_RealSeries_FindsOnlyRealJumps(string ticker, int issues) =>
        QualityCounter.Count(LeanFiles.Daily(ticker)).Should().Be(issues);

    [LeanDataFact]
    public void Count_RawSeriesAcrossItsSplits_FindsWhatTheAdjustedOneHasNot()
    {
        // 2:1 in 2000 and 2005, 7:1 in 2014, 4:1 in 2020; what is left in both is what AAPL really did.
        var raw = QualityCounter.Count(LeanFiles.Daily("aapl", adjusted: false));
        var adjusted = QualityCounter.Count(LeanFiles.Daily("aapl"));

        (raw - adjusted).Should().Be(4);
    }

    [Fact]
    public void Count_OneSpike_IsTwoJumps()
    {
        var closes = Series.Walk(1, 200);
        closes[100] *= 10;

        QualityCounter.Count(Series.Daily("A", closes)).Should().Be(2);
    }

    [Fact]
    public void Count_LastingLevelShift_IsOneJump()
    {
        var closes = Series.Walk(1, 200).Select((c, i) => i < 120 ? c : c / 7).ToArray();

        QualityCounter.Count(Series.Daily("A", closes)).Should().Be(1);
    }

    [Fact]
    public void Count_LivelyInstrument_IsNotAccused() =>
        QualityCounter.Count(Series.Daily("A", Series.Walk(1, 500, deviation: 0.3))).Should().Be(0, "returns of 20 % and more are its habit");

    [Fact]
    public void Count_QuietInstrumentsLivelyDay_IsNoIssue()
    {
        var closes = Series.Walk(1, 200, deviation: 0.0001).Select((c, i) => i < 120 ? c : c * 1.15m).ToArray();

        QualityCounter.Count(Series.Daily("A", closes)).Should().Be(0, "15 % is many deviations, but nothing unheard of");
    }

    [Fact]
    public void Count_ConstantPriceThatJumps_IsOneDespiteNoDeviation() =>
        QualityCounter.Count(Series.Daily("A", 5, 5, 5, 5, 50, 50, 50, 50)).Should().Be(1);

    [Theory]
    [InlineData(7, 0)] // as in September 2001
    [InlineData(8, 1)]
    public void Count_DaysBetweenTwoDailyBars_IsAGapPastAWeek(int days, int issues) =>
        QualityCounter.Count(Series.Of("A", [Series.Flat(Series.Start, 10), Series.Flat(Series.Start.AddDays(days), 10)])).Should().Be(issues);

    [Fact]
    public void Count_PricesNotPositiveOrOutOfOrder_AreCountedEach()
    {
        var bars = Series.Daily("A", 10, 0, -1, 10).Bars.ToArray();
        bars[3] = bars[3] with { High = 9 };

        QualityCounter.Count(Series.Of("A", bars)).Should().Be(3);
    }

    [Fact]
    public void Count_NoneOneOrTwoBars_DoesNotThrow()
    {
        QualityCounter.Count(Series.Daily("A")).Should().Be(0);
        QualityCounter.Count(Series.Daily("A", 1)).Should().Be(0);
        QualityCounter.Count(Series.Daily("A", 1, 1)).Should().Be(0);
    }

    [Fact]
    public void Count_ExtremePrices_DoesNotThrow() =>
        Seeded.Check(Prop.ForAll(
            Gen.Elements(decimal.MaxValue, decimal.MinValue, 0, 1, -1, 0.0000000000000000000000000001m).ListOf().ToArbitrary(),
            closes => QualityCounter.Count(Series.Daily("A", [.. closes])) >= closes.Count(c => c <= 0)));
}
