using FluentAssertions;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

public sealed class DailyPricesTests : LeanTestBase
{
    [Fact]
    public async Task GetPrices_Max_ServesEverySessionOldestFirst()
    {
        var series = await Prices("ACME", PriceRange.Max);

        series.Interval.Should().Be(BarInterval.OneDay);
        series.Currency.Should().Be("USD");
        series.Bars.Select(b => Day(b.Time)).Should().Equal(LeanFolder.SessionDays);
        series.Bars.Should().OnlyContain(b => b.Time.TimeOfDay == TimeSpan.Zero && b.Time.Offset == TimeSpan.Zero && b.IsFinal);
        series.Bars.Select(b => Day(b.Time)).Should().NotContain(LeanFolder.Holiday);
        series.AsOf.Should().Be(new DateTimeOffset(2024, 7, 5, 20, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(PriceRange.OneMonth, "2024-06-05")]
    [InlineData(PriceRange.ThreeMonths, "2024-04-05")]
    [InlineData(PriceRange.SixMonths, "2024-01-05")]
    [InlineData(PriceRange.OneYear, "2023-07-05")]
    public async Task GetPrices_CalendarRange_BeginsOnTheSameDayOfTheMonth(PriceRange range, string first)
    {
        var series = await Prices("ACME", range);

        Day(series.Bars[0].Time).Should().Be(DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture));
        Day(series.Bars[^1].Time).Should().Be(LeanFolder.NewestDay);
    }

    [Fact]
    public async Task GetPrices_EachAdjustment_MultipliesByItsFactors()
    {
        var raw = await Prices("ACME", PriceRange.Max, PriceAdjustment.Raw);
        var splits = await Prices("ACME", PriceRange.Max, PriceAdjustment.Splits);
        var all = await Prices("ACME", PriceRange.Max);

        raw.Adjustment.Should().Be(PriceAdjustment.Raw);
        splits.Adjustment.Should().Be(PriceAdjustment.Splits);
        all.Adjustment.Should().Be(PriceAdjustment.All);
        for (var i = 0; i < raw.Bars.Count; i++)
        {
            var day = Day(raw.Bars[i].Time);
            var split = day < LeanFolder.SplitDay ? 1m / LeanFolder.SplitRatio : 1;
            var dividend = day < LeanFolder.DividendDay ? LeanFolder.DividendFactor : 1;
            splits.Bars[i].Close.Should().Be(raw.Bars[i].Close * split);
            splits.Bars[i].Volume.Should().Be(raw.Bars[i].Volume / split);
            all.Bars[i].Close.Should().Be(Math.Round(raw.Bars[i].Close * split * dividend, 6));
            all.Bars[i].Volume.Should().Be(splits.Bars[i].Volume);
        }
    }

    [Fact]
    public async Task GetPrices_OverTheSplit_FallsOnlyInTheRawSeries()
    {
        var raw = await Prices("ACME", PriceRange.Max, PriceAdjustment.Raw);
        var all = await Prices("ACME", PriceRange.Max);
        var split = raw.Bars.ToList().FindIndex(b => Day(b.Time) == LeanFolder.SplitDay);

        (raw.Bars[split].Close / raw.Bars[split - 1].Close).Should().BeLessThan(0.3m);
        (all.Bars[split].Close / all.Bars[split - 1].Close).Should().BeInRange(0.9m, 1.1m);
    }

    [Fact]
    public async Task GetPrices_NoFactorFile_AnswersRawAndSaysSo()
    {
        var series = await Prices("GAMA", PriceRange.OneYear);

        series.Adjustment.Should().Be(PriceAdjustment.Raw);
        series.Bars.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("inf,0.25")]
    [InlineData("1,1.6e+6")]
    [InlineData("0,1")]
    public async Task GetPrices_FactorThatIsNotExact_LeavesItsDaysToTheRawSeries(string factors)
    {
        Folder.WriteText("equity/usa/factor_files/gama.csv", $"20240105,{factors},1\n20501231,1,1,0\n");

        var all = await Prices("GAMA", PriceRange.Max);
        var raw = await Prices("GAMA", PriceRange.Max, PriceAdjustment.Raw);

        Day(all.Bars[0].Time).Should().Be(new DateOnly(2024, 1, 8));
        raw.Bars.Should().HaveCount(LeanFolder.Sessions);
    }

    [Fact]
    public async Task GetPrices_NoExactFactorAtAll_SaysThatRawPricesCanBeHad()
    {
        Folder.WriteText("equity/usa/factor_files/gama.csv", "20230101,1,1,1\n20501231,inf,1,0\n");

        var error = await PricesFail("GAMA");

        error.Kind.Should().Be(MarketErrorKind.NoData);
        error.Message.Should().Contain("equity/usa/factor_files/gama.csv").And.Contain("raw");
    }

    [Fact]
    public async Task GetPrices_TickerThatAnotherCompanyHad_ServesNoneOfItsBars()
    {
        var series = await Prices("NEWT", PriceRange.Max);

        Day(series.Bars[0].Time).Should().Be(LeanFolder.TickerChangeDay);
        series.Bars.Should().OnlyContain(b => b.High < 100, "the company before was worth 900 a share");
    }

    [Fact]
    public async Task GetPrices_CompanyThatChangedItsTicker_ServesItsWholeHistory()
    {
        var series = await Prices("OLDC", PriceRange.Max);

        series.Bars.Select(b => Day(b.Time)).Should().Equal(LeanFolder.SessionDays);
        series.Bars.Should().OnlyContain(b => b.Low > 500);
    }

    [Fact]
    public async Task GetPrices_MapFileThatEndsWithADelisting_ServesNothingLater()
    {
        Folder.WriteText("equity/usa/map_files/gama.csv", "20230101,gama,Q\n20240105,gama,Q\n");

        var series = await Prices("GAMA", PriceRange.Max);

        Day(series.Bars[^1].Time).Should().Be(new DateOnly(2024, 1, 5));
    }

    [Theory]
    [InlineData("BTC-USD")]
    [InlineData("BTC/USD")]
    [InlineData("BTCUSD")]
    public async Task GetPrices_CryptoPair_ServesPlainDecimalsOfEveryDay(string symbol)
    {
        var series = await Prices(symbol, PriceRange.OneMonth);

        series.Bars[^1].Close.Should().Be(60089.25m);
        series.Bars[^1].Volume.Should().Be(51.5m);
        series.Bars.Should().Contain(b => b.Time.DayOfWeek == DayOfWeek.Sunday);
        series.Adjustment.Should().Be(PriceAdjustment.All, "a pair has nothing to correct for");
        series.Currency.Should().Be("USD");
        series.AsOf.Should().Be(new DateTimeOffset(2024, 7, 6, 0, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("EURUSD")]
    [InlineData("EURUSD=X")]
    [InlineData("EUR/USD")]
    public async Task GetPrices_CurrencyPair_ServesTheMiddleOfBidAndAsk(string symbol)
    {
        var series = await Prices(symbol, PriceRange.OneMonth);

        series.Bars[^1].Open.Should().Be(1.0840m);
        series.Bars[^1].Volume.Should().Be(0);
        series.Currency.Should().Be("USD");
    }

    [Fact]
    public async Task GetPrices_CurrencyPairWithOneSideMissing_ServesTheOther()
    {
        Folder.WriteZip("forex/oanda/daily/eurgbp.zip", "20240705 00:00,0.84,0.85,0.83,0.845,0,,,,,0");

        var series = await Prices("EURGBP", PriceRange.Max);

        series.Bars.Should().ContainSingle().Which.Close.Should().Be(0.845m);
        series.Currency.Should().Be("GBP");
    }

    [Fact]
    public async Task GetPrices_FileReplacedWhileRunning_ServesTheNewOne()
    {
        await Prices("GAMA", PriceRange.Max);
        Folder.WriteZip("equity/usa/daily/gama.zip", "20240708 00:00,10000,20000,10000,20000,5");

        var series = await Prices("GAMA", PriceRange.Max);

        series.Bars.Should().ContainSingle().Which.Should().Be(new Bar
        {
            Time = new DateTimeOffset(2024, 7, 8, 0, 0, 0, TimeSpan.Zero), Open = 1, High = 2, Low = 1, Close = 2, Volume = 5,
        });
    }

    [Fact]
    public async Task GetPrices_FileAddedWhileRunning_IsFound()
    {
        await PricesFail("LATE");
        Folder.WriteZip("equity/usa/daily/late.zip", "20240708 00:00,10000,20000,10000,20000,5");

        (await Prices("LATE", PriceRange.Max)).Bars.Should().ContainSingle();
    }
}
