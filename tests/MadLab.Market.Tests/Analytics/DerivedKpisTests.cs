using FluentAssertions;
using MadLab.Market.Analytics;
using MadLab.Market.Quality;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class DerivedKpisTests
{
    [LeanDataFact]
    public void From_AppleBars_GivesTheSessionOfTheLastDay()
    {
        var kpis = DerivedKpis.From(LeanFiles.Daily("aapl"), "Apple");

        kpis.Price.Should().Be(122.15m);
        kpis.Change.Should().Be(2.25m);
        kpis.ChangePercent.Should().BeApproximately(1.876564m, 0.0000005m);
        kpis.FiftyTwoWeekHigh.Should().Be(146.250000m * 0.9985079m);
        kpis.FiftyTwoWeekLow.Should().BeApproximately(58.769441m, 0.000001m);
        KpisValidation.Check(kpis.Symbol, kpis);
    }

    [Fact]
    public void From_TwoBars_ComparesWithThePreviousClose()
    {
        var kpis = DerivedKpis.From(Series.Daily("A", 200, 203) with { Currency = "USD", AsOf = Series.Start.AddHours(45) }, name: null);

        kpis.Should().BeEquivalentTo(new Kpis
        {
            Symbol = Symbol.Parse("A"),
            Name = "A",
            Price = 203,
            Change = 3,
            ChangePercent = 1.5m,
            Volume = 100,
            Timestamp = Series.Start.AddHours(45),
            Currency = "USD",
            FiftyTwoWeekHigh = 203,
            FiftyTwoWeekLow = 200,
        });
    }

    [Fact]
    public void From_OneBar_HasNoChange()
    {
        var kpis = DerivedKpis.From(Series.Daily("NEW", 20), " ");

        (kpis.Change, kpis.ChangePercent, kpis.Timestamp, kpis.Name).Should().Be((0m, 0m, Series.Start, "NEW"));
    }

    [Fact]
    public void From_ExtremesOlderThan52Weeks_LeavesThemOut()
    {
        var last = Series.Start.AddDays(400);
        Bar[] bars =
        [
            Series.Flat(last.AddDays(-365), 10) with { High = 1_000, Low = 1 },
            Series.Flat(last.AddDays(-364), 10) with { High = 50, Low = 4 },
            Series.Flat(last.AddDays(-100), 10) with { High = 30, Low = 5 },
            Series.Flat(last, 10),
        ];

        var kpis = DerivedKpis.From(Series.Of("A", bars), null);

        (kpis.FiftyTwoWeekHigh, kpis.FiftyTwoWeekLow).Should().Be((50m, 4m));
    }

    [Fact]
    public void From_RunningSession_ComparesItWithTheLastFinishedOne()
    {
        var bars = Series.Daily("A", 90, 100, 110).Bars.ToArray();
        bars[^1] = bars[^1] with { IsFinal = false };

        DerivedKpis.From(Series.Of("A", bars), null).ChangePercent.Should().Be(10);
    }

    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(-40, -20, 50)]
    [InlineData(10, 0, -100)]
    public void From_PreviousCloseNotPositive_KeepsTheSignOfTheChange(int previous, int price, int percent) =>
        DerivedKpis.From(Series.Daily("CL=F", previous, price), null).ChangePercent.Should().Be(percent);

    [Fact]
    public void From_ChangeThatOverflows_ThrowsMalformed()
    {
        foreach (var closes in new[] { new[] { decimal.MinValue, decimal.MaxValue }, [0.0000000000000000000000000001m, decimal.MaxValue] })
        {
            var act = () => DerivedKpis.From(Series.Daily("A", closes), null);

            act.Should().Throw<MarketDataException>().Which.Kind.Should().Be(MarketErrorKind.Malformed);
        }
    }

    [Fact]
    public void From_NoBars_ThrowsNoData()
    {
        var act = () => DerivedKpis.From(Series.Daily("A"), null);

        act.Should().Throw<MarketDataException>().Which.Kind.Should().Be(MarketErrorKind.NoData);
    }
}
