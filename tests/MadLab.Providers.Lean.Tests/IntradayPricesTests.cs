using FluentAssertions;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

public sealed class IntradayPricesTests : LeanTestBase
{
    [Fact]
    public async Task GetPrices_OneDayWithMinutes_ServesTheRegularSessionInUtc()
    {
        var series = await Prices("ACME", PriceRange.OneDay);

        series.Interval.Should().Be(BarInterval.OneMinute);
        series.Bars.Should().HaveCount(390);
        series.Bars[0].Time.Should().Be(new DateTimeOffset(2024, 7, 5, 13, 30, 0, TimeSpan.Zero), "New York is at summer time");
        series.Bars[^1].Time.Should().Be(new DateTimeOffset(2024, 7, 5, 19, 59, 0, TimeSpan.Zero));
        series.Bars.Should().OnlyContain(b => b.High < 400, "what was traded before and after hours is left out");
        series.AsOf.Should().Be(new DateTimeOffset(2024, 7, 5, 20, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task GetPrices_OneDay_EndsOnTheDailyClose()
    {
        var daily = await Prices("ACME", PriceRange.OneDay, dailyOnly: true);
        var minutes = await Prices("ACME", PriceRange.OneDay);

        daily.Interval.Should().Be(BarInterval.OneDay);
        minutes.Bars[^1].Close.Should().Be(daily.Bars.Should().ContainSingle().Subject.Close);
    }

    [Fact]
    public async Task GetPrices_FiveDaysWithMinutesOfOneAlone_AnswersDaily()
    {
        var series = await Prices("ACME", PriceRange.FiveDays);

        series.Interval.Should().Be(BarInterval.OneDay);
        series.Bars.Select(b => Day(b.Time)).Should().Equal(LeanFolder.SessionDays.TakeLast(5));
    }

    [Fact]
    public async Task GetPrices_FiveDaysWithHours_ServesThemAllAndTheEarlyCloseIsShort()
    {
        var series = await Prices("BETA", PriceRange.FiveDays);

        series.Interval.Should().Be(BarInterval.OneHour);
        series.Bars.GroupBy(b => Day(b.Time)).Select(g => g.Count()).Should().Equal(7, 7, 7, 4, 7);
        series.Bars.Select(b => Day(b.Time)).Should().NotContain(LeanFolder.Holiday);
        series.Bars.Should().BeInAscendingOrder(b => b.Time);
    }

    [Fact]
    public async Task GetPrices_OlderMinutes_NeverStandInForTheNewestDay()
    {
        Folder.Delete($"equity/usa/minute/acme/{LeanFolder.NewestDay:yyyyMMdd}_trade.zip");

        var series = await Prices("ACME", PriceRange.OneDay);

        series.Interval.Should().Be(BarInterval.OneDay);
        series.Bars.Should().ContainSingle().Which.Time.Should().Be(new DateTimeOffset(2024, 7, 5, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task GetPrices_OneDayInWinter_IsAnHourLaterInUtc()
    {
        Folder.WriteZip("equity/usa/daily/wint.zip", "20240110 00:00,5000000,5010000,4990000,5000000,100");
        Folder.WriteZip(
            "equity/usa/minute/wint/20240110_trade.zip",
            "34140000,5000000,5010000,4990000,5000000,100\n34200000,5000000,5010000,4990000,5000000,100\n57600000,5000000,5010000,4990000,5000000,100");

        var series = await Prices("WINT", PriceRange.OneDay);

        series.Bars.Should().ContainSingle().Which.Time.Should().Be(new DateTimeOffset(2024, 1, 10, 14, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task GetPrices_IntradayBeforeASplit_IsAdjustedLikeItsDay()
    {
        Folder.WriteText("equity/usa/factor_files/acme.csv", "20230101,1,0.5,1\n20240705,1,0.5,100\n20501231,1,1,0\n");

        var raw = await Prices("ACME", PriceRange.OneDay, PriceAdjustment.Raw);
        var all = await Prices("ACME", PriceRange.OneDay);

        all.Bars[0].Open.Should().Be(raw.Bars[0].Open / 2);
        all.Bars[0].Volume.Should().Be(raw.Bars[0].Volume * 2);
    }

    [Fact]
    public async Task GetPrices_EarlyCloseDay_IsDescribedAsOfItsClose()
    {
        Folder.WriteZip("equity/usa/daily/half.zip", "20240703 00:00,10000,20000,10000,20000,5");

        (await Prices("HALF", PriceRange.OneDay)).AsOf.Should().Be(new DateTimeOffset(2024, 7, 3, 17, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task GetPrices_WithoutMarketHours_UsesOrdinaryHours()
    {
        Folder.Delete("market-hours");
        Folder.WriteZip("equity/usa/daily/half.zip", "20240703 00:00,10000,20000,10000,20000,5");

        (await Prices("HALF", PriceRange.OneDay)).AsOf.Should().Be(new DateTimeOffset(2024, 7, 3, 20, 0, 0, TimeSpan.Zero));
        (await Prices("ACME", PriceRange.OneDay)).Bars.Should().HaveCount(390);
    }

    [Fact]
    public async Task GetPrices_TimeZoneThatTheMachineDoesNotKnow_IsAClearError()
    {
        Folder.WriteText("market-hours/market-hours-database.json", """
            { "entries": { "Equity-usa-[*]": { "dataTimeZone": "Mars/Olympus", "exchangeTimeZone": "Mars/Olympus" } } }
            """);

        var error = await PricesFail("ACME");

        error.Kind.Should().Be(MarketErrorKind.Unavailable);
        error.Message.Should().Contain("Mars/Olympus").And.Contain("tzdata");
    }
}
