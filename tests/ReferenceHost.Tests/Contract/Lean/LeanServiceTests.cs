using System.Globalization;
using System.Net;
using System.Text.Json;
using FluentAssertions;
using MadLab.TestSupport;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Lean;

/// <summary>Real data through the whole service; the figures are those of the data's own description.</summary>
public sealed class LeanServiceTests(LeanHost host) : IClassFixture<LeanHost>
{
    [LeanDataTheory]
    [InlineData("AAPL", 5849, "1998-01-02T00:00:00Z")]
    [InlineData("SPY", 5849, "1998-01-02T00:00:00Z")]
    [InlineData("IBM", 5849, "1998-01-02T00:00:00Z")]
    [InlineData("GOOG", 1761, "2014-04-03T00:00:00Z")]
    [InlineData("GOOGL", 4183, "2004-08-19T00:00:00Z")]
    public async Task Prices_Max_AreAllBarsOfTheCompany(string symbol, int count, string first)
    {
        var answer = await host.Client.AskAsync($"/api/market?symbol={symbol}&range=MAX");

        var bars = answer.ShouldBeJson().EnumerateArray().ToList();
        bars.Should().HaveCount(count);
        bars[0].GetProperty("date").GetString().Should().Be(first);
        bars[^1].GetProperty("date").GetString().Should().Be("2021-03-31T00:00:00Z");
        bars.Select(Series.DateOf).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        bars.Should().OnlyContain(b => IsSane(b));
        answer.Header("X-MadLab-Provider").Should().Be("lean");
        answer.Header("X-MadLab-Feed").Should().NotBeNullOrEmpty();
        answer.Header("X-MadLab-Adjustment").Should().Be("all");
    }

    [LeanDataTheory]
    [InlineData("SPY", "", 20, 0.140950)]
    [InlineData("SPY", "", 60, 0.155315)]
    [InlineData("SPY", "", 252, 0.208877)]
    [InlineData("AAPL", "", 20, 0.324744)]
    [InlineData("AAPL", "", 60, 0.330488)]
    [InlineData("AAPL", "&adjust=all", 252, 0.369738)]
    [InlineData("AAPL", "&adjust=raw", 252, 1.404608)]
    public async Task Prices_Returns_HaveTheKnownVolatility(string symbol, string adjust, int days, double volatility)
    {
        var answer = await host.Client.AskAsync($"/api/market?symbol={symbol}&range=MAX{adjust}");

        Series.Volatility([.. answer.ShouldBeJson().EnumerateArray()], days).Should().BeApproximately(volatility, 1e-6);
        answer.Header("X-MadLab-Adjustment").Should().Be(adjust.EndsWith("raw", StringComparison.Ordinal) ? "raw" : "all");
    }

    [LeanDataFact]
    public async Task Correlation_SpyAndApple_IsTheKnownOne()
    {
        var answer = (await host.Client.AskAsync("/api/market?type=correlation&symbols=SPY,AAPL&period=1Y")).ShouldBeJson();

        answer.GetProperty("matrix")[0][1].GetDouble().Should().BeApproximately(0.6878, 0.00005);
        answer.GetProperty("matrix")[1][0].GetDouble().Should().Be(answer.GetProperty("matrix")[0][1].GetDouble());
        answer.GetProperty("period").GetString().Should().Be("1Y");
    }

    [LeanDataTheory]
    [InlineData("SPY")]
    [InlineData("AAPL")]
    [InlineData("GOOG")]
    public async Task Prices_OneDay_AreNeverOlderThanTheDailySeries(string symbol)
    {
        var bars = (await host.Client.AskAsync($"/api/market?symbol={symbol}&range=1D")).ShouldBeJson().EnumerateArray().ToList();

        bars.Should().NotBeEmpty().And.OnlyContain(b => Series.DateOf(b).Date == new DateTime(2021, 3, 31));
    }

    [LeanDataTheory]
    [InlineData("1M", "2021-02-28", 23)]
    [InlineData("1Y", "2020-03-31", 253)]
    [InlineData("5Y", "2016-03-31", 1260)]
    public async Task Prices_Range_CountsBackFromTheNewestBar(string range, string from, int count)
    {
        var bars = (await host.Client.AskAsync($"/api/market?symbol=SPY&range={range}")).ShouldBeJson().EnumerateArray().ToList();

        Series.DateOf(bars[0]).Should().BeOnOrAfter(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
        bars.Should().HaveCount(count);
    }

    [LeanDataFact]
    public async Task Kpis_AreOfTheDataAsItStands()
    {
        var kpis = (await host.Client.AskAsync("/api/market?symbol=SPY&type=kpis")).ShouldBeJson();

        kpis.GetProperty("symbol").GetString().Should().Be("SPY");
        kpis.GetProperty("price").GetDecimal().Should().Be(396.33m);
        var closes = (await host.Client.AskAsync("/api/market?symbol=SPY&range=1M&adjust=raw")).ShouldBeJson().EnumerateArray().Select(b => b.GetProperty("close").GetDecimal()).ToList();
        kpis.GetProperty("change").GetDecimal().Should().BeApproximately(closes[^1] - closes[^2], 0.01m);
        kpis.GetProperty("timestamp").GetString().Should().StartWith("2021-03-31T");
        kpis.GetProperty("fiftyTwoWeekHigh").GetDecimal().Should().BeGreaterThanOrEqualTo(396.33m);
    }

    [LeanDataFact]
    public async Task Vol_OfApple_IsImpliedFromTheOptionDay()
    {
        var vol = (await host.Client.AskAsync("/api/market?symbol=AAPL&type=vol")).ShouldBeJson();

        vol.GetProperty("underlyingPrice").GetDecimal().Should().Be(93.70m, "the newest option day is 2014-06-09");
        vol.GetProperty("timestamp").GetString().Should().StartWith("2014-06-09T");
        var points = vol.GetProperty("points").EnumerateArray().ToList();
        points.Should().HaveCountGreaterThan(300);
        points.Should().OnlyContain(p => p.GetProperty("impliedVol").GetDouble() > 0.05 && p.GetProperty("impliedVol").GetDouble() < 3);
        points.Where(p => Math.Abs(p.GetProperty("strike").GetDouble() - 93.7) < 2 && p.GetProperty("expiry").GetString()!.StartsWith("2014-07-19", StringComparison.Ordinal))
            .Should().NotBeEmpty().And.OnlyContain(p => Math.Abs(p.GetProperty("impliedVol").GetDouble() - 0.22) < 0.03);
    }

    [LeanDataFact]
    public async Task Symbol_Unknown_IsNotFoundEverywhere()
    {
        (await host.Client.AskAsync("/api/market?symbol=NOSUCH")).ShouldBeProblem(HttpStatusCode.NotFound, "SYMBOL_NOT_FOUND");
        (await host.Client.AskAsync("/api/market?symbol=NOSUCH&type=kpis")).ShouldBeProblem(HttpStatusCode.NotFound, "SYMBOL_NOT_FOUND");
        var batch = (await host.Client.AskAsync("/api/market?symbols=SPY,NOSUCH,NEITHER")).ShouldBeProblem(HttpStatusCode.NotFound, "SYMBOL_NOT_FOUND");
        batch.GetProperty("errors").EnumerateObject().Select(e => e.Name).Should().Equal("NOSUCH", "NEITHER");
        (await host.Client.AskAsync("/api/market?type=correlation&symbols=SPY,NOSUCH")).ShouldBeProblem(HttpStatusCode.NotFound, "SYMBOL_NOT_FOUND");
        var post = (await host.Client.PostJsonAsync("/api/market", """{"symbols":["SPY","NOSUCH"],"type":"prices","range":"1M"}""")).ShouldBeJson();
        post.GetProperty("results").EnumerateObject().Select(r => r.Name).Should().Equal("SPY");
        post.GetProperty("errors").GetProperty("NOSUCH").GetProperty("code").GetString().Should().Be("SYMBOL_NOT_FOUND");
    }

    [LeanDataFact]
    public async Task Post_SymbolWithoutOptions_HasTheRestAndTheReason()
    {
        var post = (await host.Client.PostJsonAsync("/api/market", """{"symbols":["SPY"]}""")).ShouldBeJson();

        post.GetProperty("results").GetProperty("SPY").GetProperty("vol").ValueKind.Should().Be(JsonValueKind.Null);
        post.GetProperty("results").GetProperty("SPY").GetProperty("prices").GetArrayLength().Should().BePositive();
        post.GetProperty("errors").GetProperty("SPY").GetProperty("parts").GetProperty("vol").GetProperty("error").GetString().Should().NotBeNullOrEmpty();
    }

    [LeanDataFact]
    public async Task Demo_IsNotThere()
    {
        (await host.Client.AskAsync("/api/config")).ShouldBeJson().GetProperty("demo").GetBoolean().Should().BeFalse();
        (await host.Client.AskAsync("/api/health")).ShouldBeJson().GetProperty("demo").GetBoolean().Should().BeFalse();
        (await host.Client.AskAsync("/api/market/providers")).ShouldBeJson().EnumerateArray().Select(p => p.GetProperty("name").GetString()).Should().Equal("lean");
        (await host.Client.AskAsync("/api/market?symbol=SPY&provider=synthetic")).ShouldBeProblem(HttpStatusCode.BadRequest, "UNKNOWN_PROVIDER");
    }

    [LeanDataFact]
    public async Task Search_FindsWhatTheFolderHas() =>
        (await host.Client.AskAsync("/api/market/search?q=goo")).ShouldBeJson().EnumerateArray().Select(h => h.GetProperty("symbol").GetString()).Should().Contain(["GOOG", "GOOGL"]);

    [LeanDataTheory]
    [InlineData("SPY")]
    [InlineData("AAPL")]
    [InlineData("GOOG")]
    public async Task Stream_Replay_EndsOnTheNewestBarAndBeginsAgain(string symbol)
    {
        var bar = (await host.Client.AskAsync($"/api/market?symbol={symbol}&range=1M&adjust=raw")).ShouldBeJson().EnumerateArray().Last();
        if (symbol == "SPY")
        {
            bar.GetProperty("close").GetDecimal().Should().Be(396.33m);
        }

        await ReplayWatch.ShouldEndOnTheBarAsync(host.Host.Address, symbol, "2021-03-31", bar);
    }

    [LeanDataFact]
    public async Task Stream_UnknownSymbol_IsToldAndLeavesTheSet()
    {
        await using var socket = await StreamSocket.ConnectAsync(host.Host.Address, "?symbols=SPY,NOSUCH&interval=250");

        var error = await socket.ReceiveAsync("error");
        await socket.SendAsync(new { type = "subscribe", symbols = new[] { "IBM" } });
        var set = await socket.ReceiveAsync("subscribed");

        error.GetProperty("code").GetString().Should().Be("SYMBOL_NOT_FOUND");
        error.GetProperty("message").GetString().Should().Contain("NOSUCH");
        set.GetProperty("symbols").EnumerateArray().Select(s => s.GetString()).Should().BeEquivalentTo("SPY", "IBM");
        await using var events = await EventStream.OpenAsync(host.Client, "/api/stream?symbols=NOSUCH,SPY");
        (await events.ReadAsync("stream_error")).Json.GetProperty("code").GetString().Should().Be("SYMBOL_NOT_FOUND");
        (await events.ReadAsync("price_update")).Json.GetProperty("symbol").GetString().Should().Be("SPY");
    }

    private static bool IsSane(JsonElement bar)
    {
        var (open, high, low, close) = (bar.GetProperty("open").GetDecimal(), bar.GetProperty("high").GetDecimal(), bar.GetProperty("low").GetDecimal(), bar.GetProperty("close").GetDecimal());
        return 0 < low && low <= Math.Min(open, close) && Math.Max(open, close) <= high && bar.GetProperty("volume").GetDecimal() >= 0;
    }
}
