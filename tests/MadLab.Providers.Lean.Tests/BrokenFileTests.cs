using System.Text;
using FluentAssertions;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

public sealed class BrokenFileTests : LeanTestBase
{
    private const string File = "equity/usa/daily/gama.zip";

    [Theory]
    [InlineData("20240705 00:00,1,2,1,x,5", 1, "five numbers")]
    [InlineData("20240705 00:00,1,2,1,2", 1, "five numbers")]
    [InlineData("20240705 00:00,1,2,1,2,5,6", 1, "five numbers")]
    [InlineData("20240703 00:00,1,2,1,2,5\n20240705 00:00,,2,1,2,5", 2, "five numbers")]
    [InlineData("20241305 00:00,1,2,1,2,5", 1, "time")]
    [InlineData("20240230 00:00,1,2,1,2,5", 1, "time")]
    [InlineData("20240705 24:00,1,2,1,2,5", 1, "time")]
    [InlineData("hello", 1, "time")]
    [InlineData("20240703 00:00,1,2,1,2,5\n\n20240703 00:00,1,2,1,2,5", 3, "do not increase")]
    [InlineData("20240703 00:00,1,2,1,2,5\n20240702 00:00,1,2,1,2,5", 2, "do not increase")]
    [InlineData("20240703 00:00,3,2,1,2,5", 1, "high and low")]
    [InlineData("20240703 00:00,1,2,1,0.5,5", 1, "high and low")]
    [InlineData("20240703 00:00,1,2,1,2,-5", 1, "volume")]
    public async Task GetPrices_BrokenLine_NamesFileAndLine(string csv, int line, string what)
    {
        Folder.WriteZip(File, csv);

        var error = await PricesFail("GAMA");

        error.Kind.Should().Be(MarketErrorKind.Malformed);
        error.Message.Should().StartWith($"{File} line {line}: ").And.Contain(what);
        error.Message.Should().NotContain(Folder.Path);
    }

    [Fact]
    public async Task GetPrices_FileThatIsNoZip_NamesIt()
    {
        Folder.WriteText(File, "20240705 00:00,1,2,1,2,5");

        await ShouldBeMalformed(File);
    }

    [Fact]
    public async Task GetPrices_ZipCutShort_NamesIt()
    {
        var whole = await System.IO.File.ReadAllBytesAsync(Folder.FullPath("equity/usa/daily/acme.zip"));
        Folder.WriteBytes(File, whole[..(whole.Length / 2)]);

        await ShouldBeMalformed(File);
    }

    [Fact]
    public async Task GetPrices_ZipWithBytesDestroyed_NamesIt()
    {
        var bytes = await System.IO.File.ReadAllBytesAsync(Folder.FullPath("equity/usa/daily/acme.zip"));
        bytes.AsSpan(60, 200).Fill(0xFF);
        Folder.WriteBytes(File, bytes);

        await ShouldBeMalformed(File);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public async Task GetPrices_EmptyCsv_IsAnErrorAndNotAnEmptyAnswer(string csv)
    {
        Folder.WriteZip(File, csv);

        await ShouldBeMalformed(File);
    }

    [Fact]
    public async Task GetPrices_ZipWithoutCsv_NamesIt()
    {
        Folder.WriteZip(File, [("readme.txt", "nothing")]);

        await ShouldBeMalformed(File);
    }

    [Fact]
    public async Task GetPrices_EndlessLine_IsRefused()
    {
        Folder.WriteZip(File, new string('1', 1_000_000));

        await ShouldBeMalformed(File);
    }

    [Theory]
    [InlineData("equity/usa/factor_files/gama.csv", "20240101,1\n")]
    [InlineData("equity/usa/factor_files/gama.csv", "20240101,1,0,1\n")]
    [InlineData("equity/usa/factor_files/gama.csv", "20240102,1,1,1\n20240101,1,1,1\n")]
    [InlineData("equity/usa/factor_files/gama.csv", "")]
    [InlineData("equity/usa/map_files/gama.csv", "yesterday,gama\n")]
    [InlineData("equity/usa/map_files/gama.csv", "20240101,../../secret\n")]
    [InlineData("equity/usa/map_files/gama.csv", "20240102,gama\n20240101,gama\n")]
    [InlineData("equity/usa/map_files/gama.csv", "")]
    [InlineData("market-hours/market-hours-database.json", "{\"entries\": {\"Equity-usa-[*]\": {")]
    [InlineData("market-hours/market-hours-database.json", "{\"entries\": {\"Equity-usa-[*]\": {}}}")]
    [InlineData("market-hours/market-hours-database.json", "")]
    [InlineData("market-hours/market-hours-database.json", """{"entries": {"Equity-usa-[*]": {"dataTimeZone": null, "exchangeTimeZone": "UTC"}}}""")]
    [InlineData("market-hours/market-hours-database.json", """{"entries": {"Equity-usa-[*]": {"dataTimeZone": "UTC", "exchangeTimeZone": " "}}}""")]
    [InlineData("market-hours/market-hours-database.json", """{"entries": {"Equity-usa-[*]": {"dataTimeZone": "UTC", "exchangeTimeZone": "UTC", "earlyCloses": {"7/3/2024": "25:00:00"}}}}""")]
    [InlineData("market-hours/market-hours-database.json", """{"entries": {"Equity-usa-[*]": {"dataTimeZone": "UTC", "exchangeTimeZone": "UTC", "earlyCloses": {"7/3/2024": "99999999.00:00:00"}}}}""")]
    public async Task GetPrices_BrokenSmallFile_NamesIt(string file, string text)
    {
        Folder.WriteText(file, text);

        await ShouldBeMalformed(file);
    }

    [Fact]
    public async Task GetPrices_BrokenMinuteFile_NamesItEvenThoughDailyBarsWouldDo()
    {
        var file = $"equity/usa/minute/acme/{LeanFolder.NewestDay:yyyyMMdd}_trade.zip";
        Folder.WriteZip(file, "86400000,1,2,1,2,5");

        var error = await PricesFail("ACME", PriceRange.OneDay);

        error.Kind.Should().Be(MarketErrorKind.Malformed);
        error.Message.Should().StartWith($"{file} line 1: ");
    }

    [Fact]
    public async Task GetPrices_NoBarOfTheCompany_NamesTheFile()
    {
        Folder.WriteText("equity/usa/map_files/gama.csv", "20990101,gama\n20991231,gama\n");

        var error = await PricesFail("GAMA");

        error.Kind.Should().Be(MarketErrorKind.NoData);
        error.Message.Should().Contain(File);
    }

    [Fact]
    public async Task GetPrices_FileThatIsADirectory_IsNotFound()
    {
        Folder.Delete(File);
        Directory.CreateDirectory(Folder.FullPath(File));

        (await PricesFail("GAMA")).Kind.Should().Be(MarketErrorKind.SymbolUnknown);
    }

    [Fact]
    public async Task GetPrices_FileThatCannotBeRead_IsUnavailableAndTransient()
    {
        Provider.Files.Opening = path => throw new UnauthorizedAccessException($"Access to the path '{path}' is denied.");

        var error = await PricesFail("GAMA");

        error.Kind.Should().Be(MarketErrorKind.Unavailable);
        error.IsTransient.Should().BeTrue();
        error.Message.Should().StartWith(File).And.NotContain(Folder.Path);
    }

    [Fact]
    public async Task GetPrices_FileRemovedAtTheLastMoment_IsNoDataThatNamesIt()
    {
        Provider.Files.Opening = System.IO.File.Delete;

        var error = await PricesFail("GAMA");

        error.Kind.Should().Be(MarketErrorKind.NoData);
        error.Message.Should().StartWith(File);
    }

    [Theory]
    [InlineData("NONE")]
    [InlineData("ACME.ZIP")]
    [InlineData("EURUSD-X")]
    [InlineData("BTCUSD=X")]
    public async Task GetPrices_UnknownSymbol_SaysSo(string symbol)
    {
        var error = await PricesFail(symbol);

        error.Kind.Should().Be(MarketErrorKind.SymbolUnknown);
        error.Message.Should().Contain(symbol).And.NotContain(Folder.Path);
    }

    [Fact]
    public async Task GetPrices_FieldsWithMoreDigitsThanALongHas_AreRead()
    {
        Folder.WriteZip("crypto/coinbase/daily/xyzusd_trade.zip", "20240705 00:00,0.00000001,2E3,0.00000001,1.2345678901234567890123,5e-1");

        var bar = (await Prices("XYZUSD", PriceRange.Max)).Bars.Should().ContainSingle().Subject;

        bar.High.Should().Be(2000);
        bar.Close.Should().Be(1.2345678901234567890123m);
        bar.Volume.Should().Be(0.5m);
    }

    [Fact]
    public async Task GetPrices_ByteOrderMarkAndWindowsLineEnds_AreRead()
    {
        Folder.WriteZip(File, Encoding.UTF8.GetString(Encoding.UTF8.Preamble) + "20240703 00:00,1,2,1,2,5\r\n20240705 00:00,1,2,1,2,5\r\n");

        (await Prices("GAMA", PriceRange.Max)).Bars.Should().HaveCount(2);
    }

    private async Task ShouldBeMalformed(string file)
    {
        var error = await PricesFail("GAMA");
        error.Kind.Should().Be(MarketErrorKind.Malformed);
        error.Message.Should().StartWith(file).And.NotContain(Folder.Path);
    }
}
