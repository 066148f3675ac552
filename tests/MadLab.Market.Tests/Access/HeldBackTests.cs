using FluentAssertions;
using MadLab.Market.Access;
using MadLab.Testing;
using Xunit;

namespace MadLab.Market.Tests.Access;

public sealed class HeldBackTests
{
    // Up to Tuesday, 2 January 2024.
    private static readonly PriceSeries Daily = FakeProvider.Daily("AAPL", new DateOnly(2023, 12, 28), 100, 101, 102, 103);

    [Fact]
    public void WithSession_AfterHoursOfWinter_BelongToTheSessionBeforeThem()
    {
        // 19:30 in New York, the next day in UTC.
        var series = HeldBack.WithSession(Daily, Intraday("USD", Bar(2, 20, 55, 103), Bar(3, 0, 30, 104)), alwaysOpen: false);

        series.Should().BeSameAs(Daily);
    }

    [Fact]
    public void WithSession_TheNextSession_IsAddedAlone()
    {
        var series = HeldBack.WithSession(Daily, Intraday("USD", Bar(3, 0, 30, 104), Bar(3, 14, 30, 105), Bar(3, 14, 35, 106)), alwaysOpen: false);

        series.Bars.Should().HaveCount(5);
        (series.Bars[^1].Time, series.Bars[^1].Open, series.Bars[^1].Close, series.Bars[^1].IsFinal)
            .Should().Be((new DateTimeOffset(2024, 1, 3, 0, 0, 0, TimeSpan.Zero), 105m, 106m, false));
    }

    [Theory]
    [InlineData("USD", true)]
    [InlineData("JPY", false)]
    public void WithSession_OfAnotherMarket_GoesByTheDateInUtc(string currency, bool alwaysOpen)
    {
        var series = HeldBack.WithSession(Daily, Intraday(currency, Bar(2, 20, 55, 103), Bar(3, 0, 30, 104)), alwaysOpen);

        series.Bars.Should().HaveCount(5);
        series.Bars[^1].Open.Should().Be(104);
    }

    private static PriceSeries Intraday(string currency, params Bar[] bars) => new()
    {
        Symbol = Daily.Symbol, Interval = BarInterval.FiveMinutes, Adjustment = PriceAdjustment.All, Currency = currency, Bars = bars,
    };

    private static Bar Bar(int day, int hour, int minute, decimal price) => new()
    {
        Time = new DateTimeOffset(2024, 1, day, hour, minute, 0, TimeSpan.Zero), Open = price, High = price, Low = price, Close = price, Volume = 7,
    };
}
