using FluentAssertions;
using FsCheck.Fluent;
using MadLab.Market.Analytics;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class RealizedVolatilityTests
{
    [LeanDataTheory]
    [InlineData("spy", 20, 0.140950)]
    [InlineData("spy", 60, 0.155315)]
    [InlineData("spy", 252, 0.208877)]
    [InlineData("aapl", 20, 0.324744)]
    [InlineData("aapl", 60, 0.330488)]
    [InlineData("aapl", 252, 0.369738)]
    public void Of_AdjustedRealSeries_IsTheKnownFigure(string ticker, int days, double expected) =>
        RealizedVolatility.Of(LeanFiles.Daily(ticker), days).Should().BeApproximately(expected, 5e-7);

    [LeanDataFact]
    public void Of_RawSeriesAcrossASplit_CountsTheSplitAsALoss() =>
        RealizedVolatility.Of(LeanFiles.Daily("aapl", adjusted: false), 252).Should().BeApproximately(1.404608, 5e-7);

    [Fact]
    public void Of_AlternatingReturns_IsTheClosedForm()
    {
        // n returns of +-r around 0: the squares sum to n r^2, over n - 1.
        double[] returns = [0.01, -0.01, 0.01, -0.01];

        RealizedVolatility.Of(returns).Should().BeApproximately(0.01 * Math.Sqrt(4 / 3.0 * 252), 1e-15);
        RealizedVolatility.Of(returns, periodsPerYear: 365).Should().BeApproximately(0.01 * Math.Sqrt(4 / 3.0 * 365), 1e-15);
    }

    [Fact]
    public void Of_ConstantPrice_IsZero() =>
        RealizedVolatility.Of(Series.Daily("FLAT", [.. Enumerable.Repeat(5m, 30)]), 20).Should().Be(0);

    [Fact]
    public void Of_FewerReturnsThanAsked_IsNull()
    {
        RealizedVolatility.Of(Series.Daily("NEW", Series.Walk(1, 20)), 20).Should().BeNull();
        RealizedVolatility.Of(Series.Daily("NEW", Series.Walk(1, 21)), 20).Should().NotBeNull();
        RealizedVolatility.Of([0.1]).Should().BeNull();
    }

    [Fact]
    public void Of_PricesInAnotherUnit_IsTheSame() =>
        Seeded.Check(
            Prop.ForAll(Gen.Choose(1, 1_000_000).Two().ToArbitrary(), p =>
            {
                var closes = Series.Walk(p.Item1, 40);
                var one = RealizedVolatility.Of(Series.Daily("A", closes), 30);
                var other = RealizedVolatility.Of(Series.Daily("A", [.. closes.Select(c => c * p.Item2 / 1_000m)]), 30);
                return Math.Abs(one!.Value - other!.Value) < 1e-12;
            }),
            200);

    [Fact]
    public void LogReturns_ClosesThatDouble_AreLogTwo() =>
        LogReturns.Of(Series.Daily("A", 1, 2, 4)).Should().Equal(Math.Log(2), Math.Log(2));

    [Fact]
    public void LogReturns_NoneOrOneBar_AreNone()
    {
        LogReturns.Of(Series.Daily("A")).Should().BeEmpty();
        LogReturns.Of(Series.Daily("A", 7)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-37.63)]
    public void LogReturns_PriceThatIsNotPositive_ThrowsAndNamesTheDay(double close)
    {
        var act = () => LogReturns.Of(Series.Daily("CL=F", 10, (decimal)close, 12));

        act.Should().Throw<MarketDataException>().WithMessage("*CL=F*2024-01-02*").Which.Kind.Should().Be(MarketErrorKind.NoData);
    }
}
