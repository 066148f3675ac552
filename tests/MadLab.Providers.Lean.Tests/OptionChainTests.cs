using FluentAssertions;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

public sealed class OptionChainTests : LeanTestBase
{
    private const string File = "option/usa/daily/acme_2024_quote_american.zip";
    private static readonly Symbol Acme = Symbol.Parse("ACME");

    [Fact]
    public async Task GetOptionChain_NoDate_ServesTheNewestDay()
    {
        var chain = await Provider.GetOptionChainAsync(Acme);

        var close = (await Prices("ACME", PriceRange.OneDay, PriceAdjustment.Raw, dailyOnly: true)).Bars[0].Close;
        chain.UnderlyingPrice.Should().Be(close);
        chain.AsOf.Should().Be(new DateTimeOffset(2024, 7, 5, 20, 0, 0, TimeSpan.Zero));
        chain.RiskFreeRate.Should().Be(LeanFolder.Rate);
        chain.Quotes.Should().HaveCount(2 * 2 * 11);
        chain.Quotes.Select(q => q.Expiry).Distinct().Should().BeEquivalentTo(LeanFolder.Expiries);
        chain.Quotes.Count(q => q.Right == OptionRight.Call).Should().Be(22);
        chain.Quotes.Should().OnlyContain(q => q.Ask > q.Bid && q.Bid >= 0 && q.Strike > 0);
    }

    [Fact]
    public async Task GetOptionChain_Quotes_HoldPutCallParity()
    {
        var chain = await Provider.GetOptionChainAsync(Acme);

        foreach (var pair in chain.Quotes.Where(q => q.Bid > 0).GroupBy(q => (q.Strike, q.Expiry)).Where(g => g.Count() == 2))
        {
            var call = pair.Single(q => q.Right == OptionRight.Call);
            var put = pair.Single(q => q.Right == OptionRight.Put);
            var years = (pair.Key.Expiry.DayNumber - LeanFolder.NewestDay.DayNumber) / 365.0;
            var parity = chain.UnderlyingPrice - (pair.Key.Strike * (decimal)Math.Exp(-LeanFolder.Rate * years));
            (((call.Bid + call.Ask) / 2) - ((put.Bid + put.Ask) / 2)).Should().BeApproximately(parity, 0.001m);
        }
    }

    [Fact]
    public async Task GetOptionChain_EarlierDay_ServesItsOwnContractsAndClose()
    {
        var chain = await Provider.GetOptionChainAsync(Acme, LeanFolder.EarlierOptionDay);

        chain.AsOf.Should().Be(new DateTimeOffset(2024, 7, 2, 20, 0, 0, TimeSpan.Zero));
        chain.Quotes.Should().NotBeEmpty();
        chain.Quotes.Should().NotIntersectWith((await Provider.GetOptionChainAsync(Acme)).Quotes);
    }

    [Fact]
    public async Task GetOptionChain_DayWithoutQuotes_SaysWhichDay()
    {
        var error = await Fails(new DateOnly(2024, 7, 3));

        error.Kind.Should().Be(MarketErrorKind.NoData);
        error.Message.Should().Contain(File).And.Contain("2024-07-03");
    }

    [Fact]
    public async Task GetOptionChain_OtherYear_NamesTheFileThatIsMissing()
    {
        var error = await Fails(new DateOnly(2023, 7, 3));

        error.Kind.Should().Be(MarketErrorKind.NoData);
        error.Message.Should().Contain("option/usa/daily/acme_2023_quote_american.zip");
    }

    [Theory]
    [InlineData("BETA", "option/usa/daily/beta_YEAR_quote_american.zip")]
    [InlineData("BTCUSD", "btcusd")]
    public async Task GetOptionChain_NoOptions_NamesTheFileThatIsMissing(string symbol, string file)
    {
        var error = await Assert.ThrowsAsync<MarketDataException>(() => Provider.GetOptionChainAsync(Symbol.Parse(symbol)));

        error.Kind.Should().Be(MarketErrorKind.NoData);
        error.Message.Should().Contain(file);
    }

    [Fact]
    public async Task GetOptionChain_UnknownSymbol_SaysSo()
    {
        var error = await Assert.ThrowsAsync<MarketDataException>(() => Provider.GetOptionChainAsync(Symbol.Parse("NONE")));

        error.Kind.Should().Be(MarketErrorKind.SymbolUnknown);
    }

    [Fact]
    public async Task GetOptionChain_NoCloseOfThatDay_NamesTheDailyFile()
    {
        Folder.WriteZip(File, [("acme_quote_american_call_1000000_20240816.csv", "20240708 00:00,1,1,1,1,1,2,2,2,2,1")]);

        var error = await Fails(null);

        error.Kind.Should().Be(MarketErrorKind.NoData);
        error.Message.Should().Contain("equity/usa/daily/acme.zip").And.Contain("2024-07-08");
    }

    [Fact]
    public async Task GetOptionChain_TwoYears_TakesTheNewest()
    {
        Folder.WriteZip("option/usa/daily/acme_2023_quote_american.zip", [("acme_quote_american_call_1000000_20230816.csv", "20230705 00:00,1,1,1,1,1,2,2,2,2,1")]);

        (await Provider.GetOptionChainAsync(Acme)).AsOf.Year.Should().Be(2024);
    }

    [Fact]
    public async Task GetOptionChain_SideThatNobodyQuoted_IsZero()
    {
        Folder.WriteZip(File, [("acme_quote_american_put_1005000_20240816.csv", "20240705 00:00,,,,,0,300,400,200,300,7")]);

        var chain = await Provider.GetOptionChainAsync(Acme);

        chain.Quotes.Should().ContainSingle().Which.Should().Be(new OptionQuote
        {
            Strike = 100.5m, Expiry = new DateOnly(2024, 8, 16), Right = OptionRight.Put, Bid = 0, Ask = 0.03m,
        });
    }

    [Fact]
    public async Task GetOptionChain_NoInterestRates_DiscountsNothing()
    {
        Folder.Delete("alternative");

        (await Provider.GetOptionChainAsync(Acme)).RiskFreeRate.Should().Be(0);
    }

    [Theory]
    [InlineData("acme_quote_american_call_1000000_20240816.csv", "20240705 00:00,1,1,1,1,1,2,2,2,2", "line 1")]
    [InlineData("acme_quote_american_call_1000000_20240816.csv", "20240705 00:00,1,1,1,-1,1,2,2,2,2,1", "line 1")]
    [InlineData("acme_quote_american_call_1000000_20240816.csv", "20240705 00:00,1,1,1,x,1,2,2,2,2,1", "line 1")]
    [InlineData("acme_quote_american_call_1000000_20240816.csv", "20240705 00:00,1,1,1,1,1,2,2,2,2,1\n20240705 00:00,1,1,1,1,1,2,2,2,2,1", "line 2")]
    [InlineData("acme_quote_american_both_1000000_20240816.csv", "20240705 00:00,1,1,1,1,1,2,2,2,2,1", "name")]
    [InlineData("acme_quote_american_call_0_20240816.csv", "20240705 00:00,1,1,1,1,1,2,2,2,2,1", "name")]
    [InlineData("acme_quote_american_call_1000000_20241316.csv", "20240705 00:00,1,1,1,1,1,2,2,2,2,1", "name")]
    [InlineData("acme.csv", "20240705 00:00,1,1,1,1,1,2,2,2,2,1", "name")]
    public async Task GetOptionChain_BrokenContract_NamesTheFile(string name, string csv, string what)
    {
        Folder.WriteZip(File, [(name, csv)]);

        var error = await Fails(null);

        error.Kind.Should().Be(MarketErrorKind.Malformed);
        error.Message.Should().StartWith(File).And.Contain(what);
    }

    [Fact]
    public async Task GetOptionChain_BrokenRates_NamesTheFile()
    {
        Folder.WriteText("alternative/interest-rate/usa/interest-rate.csv", "DATE,PCREDIT8\n2015-12-17,much\n");

        var error = await Fails(null);

        error.Kind.Should().Be(MarketErrorKind.Malformed);
        error.Message.Should().StartWith("alternative/interest-rate/usa/interest-rate.csv line 2");
    }

    private Task<MarketDataException> Fails(DateOnly? date) =>
        Assert.ThrowsAsync<MarketDataException>(() => Provider.GetOptionChainAsync(Acme, date));
}
