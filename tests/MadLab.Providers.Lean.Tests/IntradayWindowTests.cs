using FluentAssertions;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

/// <summary>Minute and hour bars that are asked for by length.</summary>
public sealed class IntradayWindowTests : LeanTestBase
{
    private static readonly DateOnly MinuteDay = new(2024, 1, 10);

    [Fact]
    public async Task GetPrices_MinutesOfARange_BeginWhereTheFilesDo()
    {
        var series = await Ask("ACME", BarInterval.OneMinute, PriceRange.FiveDays);

        series.Interval.Should().Be(BarInterval.OneMinute);
        series.Bars.Should().HaveCount(390, "the four sessions before have no file");
        Day(series.Bars[0].Time).Should().Be(LeanFolder.NewestDay);
    }

    [Fact]
    public async Task GetPrices_MinutesOfAnOldDay_AreFoundByTheWindow()
    {
        var series = await Ask("ACME", BarInterval.OneMinute, from: At(MinuteDay), to: At(MinuteDay).AddHours(23));

        series.Bars.Should().HaveCount(390).And.OnlyContain(b => Day(b.Time) == MinuteDay);
        series.Bars[0].Time.Should().Be(new DateTimeOffset(2024, 1, 10, 14, 30, 0, TimeSpan.Zero), "it is winter");
        series.AsOf.Should().Be(new DateTimeOffset(2024, 1, 10, 21, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task GetPrices_ARangeUpToADay_CountsBackFromTheNewestFileBeforeIt()
    {
        var series = await Ask("ACME", BarInterval.OneMinute, PriceRange.OneDay, to: At(new DateOnly(2024, 2, 1)));

        series.Bars.Should().OnlyContain(b => Day(b.Time) == MinuteDay);
    }

    [Fact]
    public async Task GetPrices_AHoleBetweenTwoDays_IsNoQuietMarket()
    {
        var failure = await Fail("ACME", BarInterval.OneMinute, from: At(MinuteDay));

        failure.Kind.Should().Be(MarketErrorKind.NoData);
        failure.Message.Should().Contain("equity/usa/minute/acme").And.Contain("2024-01-11");
    }

    [Fact]
    public async Task GetPrices_Hours_AreThoseOfTheHourFile()
    {
        var series = await Ask("BETA", BarInterval.OneHour, PriceRange.OneMonth);

        series.Interval.Should().Be(BarInterval.OneHour);
        series.Bars.GroupBy(b => Day(b.Time)).Select(g => g.Count()).Should().Equal(7, 7, 7, 4, 7);
        series.Bars.Should().Equal((await Prices("BETA", PriceRange.FiveDays)).Bars);
    }

    [Theory]
    [InlineData("ACME", BarInterval.OneHour, "equity/usa/hour/acme.zip")]
    [InlineData("BETA", BarInterval.OneMinute, "equity/usa/minute/beta")]
    public async Task GetPrices_LengthThatTheInstrumentLacks_HasNoDataAndNamesThePlace(string symbol, BarInterval interval, string place)
    {
        var failure = await Fail(symbol, interval, PriceRange.FiveDays);

        failure.Kind.Should().Be(MarketErrorKind.NoData);
        failure.Message.Should().Contain(place);
    }

    [Fact]
    public async Task GetPrices_LengthThatTheFolderNeverHas_IsNotSupported() =>
        (await Fail("ACME", BarInterval.FiveMinutes)).Kind.Should().Be(MarketErrorKind.NotSupported);

    [Fact]
    public async Task GetPrices_MinutesAsOfADay_AreThoseUpToItAndCorrectedAsThen()
    {
        var series = await Provider.GetPricesAsync(
            new PriceRequest { Symbol = Symbol.Parse("ACME"), Range = PriceRange.FiveDays, Interval = BarInterval.OneMinute, AsOf = MinuteDay });
        var raw = await Provider.GetPricesAsync(
            new PriceRequest { Symbol = Symbol.Parse("ACME"), Range = PriceRange.FiveDays, Interval = BarInterval.OneMinute, AsOf = MinuteDay, Adjustment = PriceAdjustment.Raw });

        series.Bars.Should().OnlyContain(b => Day(b.Time) == MinuteDay);
        series.Bars.Should().Equal(raw.Bars);
    }

    private Task<PriceSeries> Ask(string symbol, BarInterval interval, PriceRange range = PriceRange.SixMonths, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        Provider.GetPricesAsync(new PriceRequest { Symbol = Symbol.Parse(symbol), Interval = interval, Range = range, From = from, To = to });

    private async Task<MarketDataException> Fail(string symbol, BarInterval interval, PriceRange range = PriceRange.SixMonths, DateTimeOffset? from = null) =>
        await Assert.ThrowsAsync<MarketDataException>(() => Ask(symbol, interval, range, from));

    private static DateTimeOffset At(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
