using System.Net;
using FluentAssertions;
using MadLab.TestSupport;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Lean;

/// <summary>Quality, cones and descriptions of real data through the whole service.</summary>
public sealed class LeanAnalyticsTests(LeanHost host) : IClassFixture<LeanHost>
{
    [LeanDataTheory]
    [InlineData("SPY", 5_849)]
    [InlineData("IBM", 5_849)]
    [InlineData("AAPL", 5_849)]
    [InlineData("GOOG", 1_761)]
    public async Task Quality_AllAdjustedBars_MissNoSessionAndHaveNoIssue(string symbol, int sessions)
    {
        var report = (await host.Client.AskAsync($"/api/market?symbol={symbol}&type=quality&range=MAX")).ShouldBeJson();

        report.GetProperty("bars").GetInt32().Should().Be(sessions);
        report.GetProperty("sessionsExpected").GetInt32().Should().Be(sessions);
        report.GetProperty("issues").GetArrayLength().Should().Be(0, "a history of files is not stale, and September 2001 is no gap");
    }

    [LeanDataFact]
    public async Task Quality_RawApple_IsItsSplitsWithTheirRatios()
    {
        var report = (await host.Client.AskAsync("/api/market?symbol=AAPL&type=quality&range=MAX&adjust=raw")).ShouldBeJson();

        var issues = report.GetProperty("issues").EnumerateArray().ToList();
        issues.Should().OnlyContain(i => i.GetProperty("kind").GetString() == "level_shift");
        issues.Select(i => (i.GetProperty("date").GetString(), i.GetProperty("value").GetDecimal())).Should().Equal(
            ("2000-06-21T00:00:00Z", 2), ("2005-02-28T00:00:00Z", 2), ("2014-06-09T00:00:00Z", 7), ("2020-08-31T00:00:00Z", 4));
    }

    [LeanDataFact]
    public async Task Quality_Currencies_HaveNoCalendarHere()
    {
        var report = (await host.Client.AskAsync("/api/market?symbol=EURUSD%3DX&type=quality&range=MAX")).ShouldBeJson();

        report.GetProperty("sessionsExpected").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        report.GetProperty("issues").GetArrayLength().Should().Be(0);
    }

    [LeanDataFact]
    public async Task Quality_Bitcoin_HasTheGapsOfItsFile()
    {
        var report = (await host.Client.AskAsync("/api/market?symbol=BTC-USD&type=quality&range=MAX")).ShouldBeJson();

        report.GetProperty("bars").GetInt32().Should().Be(1_318);
        report.GetProperty("sessionsExpected").GetInt32().Should().Be(1_352, "it trades every day");
        var issues = report.GetProperty("issues").EnumerateArray().ToList();
        issues.Where(i => i.GetProperty("kind").GetString() == "gap").Sum(i => i.GetProperty("value").GetInt32()).Should().Be(34);
        issues.Count(i => i.GetProperty("kind").GetString() == "outlier").Should().BeLessThanOrEqualTo(2);
    }

    [LeanDataTheory]
    [InlineData("SPY", 20, 0.140950)]
    [InlineData("SPY", 252, 0.208877)]
    [InlineData("AAPL", 252, 0.369738)]
    public async Task VolCone_Current_IsTheKnownVolatility(string symbol, int days, double volatility)
    {
        var cone = (await host.Client.AskAsync($"/api/market?symbol={symbol}&type=volcone")).ShouldBeJson();

        cone.GetProperty("asOf").GetString().Should().StartWith("2021-03-31T");
        var window = cone.GetProperty("windows").EnumerateArray().Single(w => w.GetProperty("days").GetInt32() == days);
        window.GetProperty("current").GetDouble().Should().BeApproximately(volatility, 1e-6);
        window.GetProperty("n").GetInt32().Should().Be(5_849 - days);
    }

    [LeanDataFact]
    public async Task VolCone_RawApple_IsWrongAndSaysSo()
    {
        var answer = await host.Client.AskAsync("/api/market?symbol=AAPL&type=volcone&adjust=raw");

        answer.Header("X-MadLab-Adjustment").Should().Be("raw");
        answer.ShouldBeJson().GetProperty("warning").GetString().Should().Contain("raw");
        answer.ShouldBeJson().GetProperty("windows").EnumerateArray().Last().GetProperty("current").GetDouble().Should().BeApproximately(1.404608, 1e-6);
    }

    [LeanDataFact]
    public async Task Correlation_SpyAndApple_IsOf252Returns()
    {
        var answer = (await host.Client.AskAsync("/api/market?type=correlation&symbols=SPY,AAPL&period=1Y")).ShouldBeJson();

        answer.GetProperty("n")[0][1].GetInt32().Should().Be(252);
        answer.GetProperty("smallestEigenvalue").GetDouble().Should().BeApproximately(1 - 0.6878, 0.00005);
    }

    [LeanDataTheory]
    [InlineData("AAPL", "equity", "NASDAQ", "America/New_York")]
    [InlineData("IBM", "equity", "NYSE", "America/New_York")]
    [InlineData("SPY", "equity", "NYSE Arca", "America/New_York")]
    [InlineData("BTC-USD", "crypto", "Coinbase", "UTC")]
    public async Task Info_SaysWhatTheFolderKnows(string symbol, string type, string exchange, string zone)
    {
        var info = (await host.Client.AskAsync($"/api/market?symbol={symbol}&type=info")).ShouldBeJson();

        info.GetProperty("symbol").GetString().Should().Be(symbol);
        info.GetProperty("type").GetString().Should().Be(type);
        info.GetProperty("exchange").GetString().Should().Be(exchange);
        info.GetProperty("timeZone").GetString().Should().Be(zone);
        info.GetProperty("currency").GetString().Should().Be("USD");
        info.GetProperty("provider").GetString().Should().Be("lean");
    }

    [LeanDataTheory]
    [InlineData("volcone")]
    [InlineData("quality")]
    [InlineData("info")]
    public async Task UnknownSymbol_OfEachType_IsNotFound(string type) =>
        (await host.Client.AskAsync($"/api/market?symbol=NOSUCH&type={type}")).ShouldBeProblem(HttpStatusCode.NotFound, "SYMBOL_NOT_FOUND");

    [LeanDataFact]
    public async Task Vol_OfApple_HasABandAroundEachPoint()
    {
        var points = (await host.Client.AskAsync("/api/market?symbol=AAPL&type=vol")).ShouldBeJson().GetProperty("points").EnumerateArray().ToList();

        points.Should().OnlyContain(p => p.GetProperty("bidVol").GetDouble() <= p.GetProperty("impliedVol").GetDouble());
        points.Should().OnlyContain(p => p.GetProperty("impliedVol").GetDouble() <= p.GetProperty("askVol").GetDouble());
    }
}
