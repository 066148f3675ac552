using System.Globalization;
using System.Net;
using System.Text.Json;
using FluentAssertions;
using MadLab.TestSupport;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Lean;

/// <summary>The generated folder through the whole service: a split, a dividend, a holiday, an early close and an option day.</summary>
public sealed class GeneratedServiceTests(GeneratedHost host) : IClassFixture<GeneratedHost>
{
    private static readonly string Newest = LeanFolder.NewestDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("ACME", LeanFolder.Sessions)]
    [InlineData("BETA", LeanFolder.Sessions)]
    [InlineData("GAMA", LeanFolder.Sessions)]
    public async Task Prices_Max_AreAllSessions(string symbol, int count)
    {
        var answer = await host.Client.AskAsync($"/api/market?symbol={symbol}&range=MAX");

        var bars = answer.ShouldBeJson().EnumerateArray().ToList();
        bars.Should().HaveCount(count);
        bars.Select(b => DateOnly.FromDateTime(Series.DateOf(b).DateTime)).Should().Equal(LeanFolder.SessionDays);
        answer.Header("X-MadLab-Provider").Should().Be("lean");
        answer.Header("X-MadLab-Adjustment").Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task Prices_Adjusted_DoNotCountTheSplitAsALoss()
    {
        var adjusted = await BarsAsync("/api/market?symbol=ACME&range=MAX");
        var raw = await BarsAsync("/api/market?symbol=ACME&range=MAX&adjust=raw");
        var splits = await BarsAsync("/api/market?symbol=ACME&range=MAX&adjust=splits");

        Series.Volatility(adjusted, 250).Should().BeLessThan(Series.Volatility(raw, 250) / 2);
        Series.CloseOf(adjusted[0]).Should().BeApproximately(Series.CloseOf(raw[0]) / LeanFolder.SplitRatio * (double)LeanFolder.DividendFactor, 1e-4);
        Series.CloseOf(splits[0]).Should().BeApproximately(Series.CloseOf(raw[0]) / LeanFolder.SplitRatio, 1e-4);
        Series.CloseOf(adjusted[^1]).Should().Be(Series.CloseOf(raw[^1]));
    }

    [Fact]
    public async Task Correlation_IsThatOfTheAdjustedReturns()
    {
        var matrix = (await host.Client.AskAsync("/api/market?type=correlation&symbols=ACME,BETA&period=1Y")).ShouldBeJson().GetProperty("matrix");

        var acme = Series.Returns(await BarsAsync("/api/market?symbol=ACME&range=1Y"));
        var beta = Series.Returns(await BarsAsync("/api/market?symbol=BETA&range=1Y"));
        matrix[0][1].GetDouble().Should().BeApproximately(Series.Correlation(acme, beta), 1e-4);
    }

    [Fact]
    public async Task Prices_OneDay_AreMinutesOfTheNewestDay()
    {
        var bars = await BarsAsync("/api/market?symbol=ACME&range=1D");

        bars.Should().HaveCount(390).And.OnlyContain(b => DateOnly.FromDateTime(Series.DateOf(b).DateTime) == LeanFolder.NewestDay);
        bars[0].GetProperty("date").GetString().Should().Be($"{Newest}T13:30:00Z", "an intraday bar's date is its start");
    }

    [Fact]
    public async Task Kpis_AreOfTheNewestSession()
    {
        var kpis = (await host.Client.AskAsync("/api/market?symbol=ACME&type=kpis")).ShouldBeJson();
        var bars = await BarsAsync("/api/market?symbol=ACME&range=1M&adjust=raw");

        kpis.GetProperty("price").GetDouble().Should().Be(Series.CloseOf(bars[^1]));
        kpis.GetProperty("timestamp").GetString().Should().StartWith($"{Newest}T");
    }

    [Fact]
    public async Task Vol_IsTheFlatSurfaceTheOptionsWerePricedWith()
    {
        var points = (await host.Client.AskAsync("/api/market?symbol=ACME&type=vol")).ShouldBeJson().GetProperty("points").EnumerateArray().ToList();

        points.Should().NotBeEmpty().And.OnlyContain(p => Math.Abs(p.GetProperty("impliedVol").GetDouble() - LeanFolder.FlatVol) < 0.02);
    }

    [Fact]
    public async Task Symbol_Unknown_IsNotFound()
    {
        (await host.Client.AskAsync("/api/market?symbol=NOSUCH")).ShouldBeProblem(HttpStatusCode.NotFound, "SYMBOL_NOT_FOUND");
        (await host.Client.AskAsync("/api/market?symbol=../../../etc/passwd")).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_SYMBOL");
    }

    [Theory]
    [InlineData("ACME")]
    [InlineData("BETA")]
    [InlineData("GAMA")]
    public async Task Stream_Replay_EndsOnTheNewestBarAndBeginsAgain(string symbol)
    {
        var bar = (await BarsAsync($"/api/market?symbol={symbol}&range=1M&adjust=raw"))[^1];

        await ReplayWatch.ShouldEndOnTheBarAsync(host.Host.Address, symbol, Newest, bar);
    }

    private async Task<List<JsonElement>> BarsAsync(string path) => [.. (await host.Client.AskAsync(path)).ShouldBeJson().EnumerateArray()];
}
