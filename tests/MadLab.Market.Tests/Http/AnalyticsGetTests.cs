using System.Net;
using FluentAssertions;
using MadLab.Testing;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Http;

/// <summary>Cones, quality and descriptions over HTTP.</summary>
public sealed class AnalyticsGetTests
{
    private static readonly string[] WindowMembers = ["days", "current", "rank", "n", "min", "p10", "p25", "p50", "p75", "p90", "max"];

    [Fact]
    public async Task VolCone_OfAYear_HasTheContractsShapeAndHeaders()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        using var response = await app.App.GetAsync("/api/market?symbol=aapl&type=volcone");
        var cone = await KestrelApp.JsonAsync(response);

        cone.EnumerateObject().Select(m => m.Name).Should().Equal("symbol", "estimator", "periodsPerYear", "adjustment", "asOf", "windows");
        cone.GetProperty("symbol").GetString().Should().Be("AAPL");
        cone.GetProperty("estimator").GetString().Should().Be("close-close");
        cone.GetProperty("periodsPerYear").GetDouble().Should().Be(252);
        cone.GetProperty("adjustment").GetString().Should().Be("all");
        var windows = cone.GetProperty("windows").EnumerateArray().ToList();
        windows.Select(w => w.GetProperty("days").GetInt32()).Should().Equal([10, 20, 30, 60, 90, 120], "252 bars hold no 20 windows of 252 days");
        windows.Should().OnlyContain(w => w.EnumerateObject().Select(m => m.Name).SequenceEqual(WindowMembers));
        windows[0].GetProperty("n").GetInt32().Should().Be(242);
        Header(response, "Cache-Control").Should().Be("public, max-age=60, s-maxage=300, stale-while-revalidate=60");
        Header(response, "X-MadLab-Provider").Should().Be("fake");
        Header(response, "X-MadLab-Adjustment").Should().Be("all");
        response.Headers.ETag.Should().NotBeNull();
    }

    [Fact]
    public async Task VolCone_OtherEstimator_IsAnotherAnswerOfTheSameSeries()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        var one = await app.App.GetJsonAsync("/api/market?symbol=AAPL&type=volcone");
        var two = await app.App.GetJsonAsync("/api/market?symbol=AAPL&type=volcone&estimator=YangZhang");

        two.GetProperty("estimator").GetString().Should().Be("yang-zhang");
        two.GetProperty("windows")[0].GetProperty("current").GetDouble().Should().NotBe(one.GetProperty("windows")[0].GetProperty("current").GetDouble());
        fake.Calls("prices").Should().Be(1);
    }

    [Fact]
    public async Task VolConeAndCorrelation_RawPrices_CarryAWarning()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        foreach (var query in new[] { "symbol=AAPL&type=volcone", "symbols=AAPL,MSFT&type=correlation" })
        {
            using var raw = await app.App.GetAsync($"/api/market?{query}&adjust=raw");
            var adjusted = await app.App.GetJsonAsync($"/api/market?{query}");

            (await KestrelApp.JsonAsync(raw)).GetProperty("warning").GetString().Should().Contain("raw");
            Header(raw, "X-MadLab-Adjustment").Should().Be("raw");
            adjusted.TryGetProperty("warning", out _).Should().BeFalse();
        }
    }

    [Fact]
    public async Task VolCone_TooFewBars_IsNoData()
    {
        var fake = MarketApp.Fake();
        fake.Prices["NEW"] = FakeProvider.Daily("NEW", new DateOnly(2023, 12, 1), 1, 2, 3);
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        using var response = await app.App.GetAsync("/api/market?symbol=NEW&type=volcone");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await KestrelApp.JsonAsync(response)).GetProperty("code").GetString().Should().Be("NO_DATA");
    }

    [Fact]
    public async Task Correlation_Always_SaysHowManyReturnsAndTheSmallestEigenvalue()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        var answer = await app.App.GetJsonAsync("/api/market?symbols=AAPL,MSFT,GOOG&type=correlation&period=6M");

        answer.GetProperty("n").EnumerateArray().Should().HaveCount(3);
        answer.GetProperty("n")[0][1].GetInt32().Should().Be(answer.GetProperty("n")[1][0].GetInt32()).And.BeGreaterThan(100);
        answer.GetProperty("smallestEigenvalue").GetDouble().Should().BeInRange(0, 1);
    }

    [Fact]
    public async Task Quality_CleanSeries_HasTheContractsShapeAndNoIssues()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddSynthetic());

        using var response = await app.App.GetAsync("/api/market?symbol=AAPL&type=quality&range=1y");
        var report = await KestrelApp.JsonAsync(response);

        report.EnumerateObject().Select(m => m.Name).Should().Equal("symbol", "range", "bars", "sessionsExpected", "issues", "issuesFound");
        report.GetProperty("range").GetString().Should().Be("1Y");
        report.GetProperty("bars").GetInt32().Should().Be(report.GetProperty("sessionsExpected").GetInt32()).And.BeGreaterThan(245);
        report.GetProperty("issues").GetArrayLength().Should().Be(0);
        Header(response, "Cache-Control").Should().Be("public, max-age=60, s-maxage=300, stale-while-revalidate=60");
    }

    [Fact]
    public async Task Quality_SeriesThatPricesServe_IsReadFromTheSameCall()
    {
        var fake = MarketApp.Fake();
        var bars = fake.Prices["AAPL"].Bars.ToArray();
        bars[100] = bars[100] with { Open = 1_500, High = 2_000, Low = 1_500, Close = 1_800 };
        fake.Prices["AAPL"] = fake.Prices["AAPL"] with { Bars = bars };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        var prices = await app.App.GetJsonAsync("/api/market?symbol=AAPL");
        var report = await app.App.GetJsonAsync("/api/market?symbol=AAPL&type=quality");

        fake.Calls("prices").Should().Be(1);
        prices[100].GetProperty("close").GetDecimal().Should().Be(1_800, "what looks wrong is told and not altered");
        var issue = report.GetProperty("issues").EnumerateArray().Single(i => i.GetProperty("kind").GetString() == "outlier");
        issue.GetProperty("date").GetString().Should().Be(prices[100].GetProperty("date").GetString());
        issue.GetProperty("severity").GetString().Should().Be("error");
        issue.GetProperty("value").GetDecimal().Should().Be(1_800);
        issue.GetProperty("expected").GetDecimal().Should().BeInRange(180, 220);
        report.TryGetProperty("refusal", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Quality_SeriesThatPricesRefuse_IsDescribedAllTheSame()
    {
        var fake = MarketApp.Fake();
        var bars = fake.Prices["AAPL"].Bars.ToArray();
        bars[50] = bars[50] with { High = 1 };
        bars[60] = bars[59];
        bars[70] = bars[70] with { Volume = -1 };
        fake.Prices["AAPL"] = fake.Prices["AAPL"] with { Bars = bars };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        using var prices = await app.App.GetAsync("/api/market?symbol=AAPL");
        using var response = await app.App.GetAsync("/api/market?symbol=AAPL&type=quality");
        var report = await KestrelApp.JsonAsync(response);

        prices.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        report.GetProperty("refusal").GetString().Should().Contain("bar 50");
        report.GetProperty("issues").EnumerateArray().Select(i => i.GetProperty("kind").GetString()).Should().Contain(["ohlc", "duplicate", "negative"]);
        Header(response, "Cache-Control").Should().Be("public, max-age=5, s-maxage=5, stale-while-revalidate=60", "a mended upstream shows soon");
    }

    [Fact]
    public async Task Quality_NewestBarBehind_IsStaleUnlessTheProviderIsAHistory()
    {
        var live = MarketApp.Fake();
        var history = MarketApp.Fake();
        history.Descriptor = history.Descriptor with { IsHistorical = true };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("live", _ => live).AddProvider("history", _ => history));
        app.Time.Advance(TimeSpan.FromDays(30));

        (await KindsAsync("live")).Should().Contain("stale");
        (await KindsAsync("history")).Should().NotContain("stale");

        async Task<IEnumerable<string?>> KindsAsync(string provider) =>
            (await app.App.GetJsonAsync($"/api/market?symbol=AAPL&type=quality&provider={provider}")).GetProperty("issues").EnumerateArray().Select(i => i.GetProperty("kind").GetString()).ToList();
    }

    [Fact]
    public async Task Info_OfAProviderThatKnows_IsItsAnswer()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddSynthetic());

        using var response = await app.App.GetAsync("/api/market?symbol=spy&type=info");
        var info = await KestrelApp.JsonAsync(response);

        info.GetRawText().Should().Be(
            """{"symbol":"SPY","name":"SPDR S\u0026P 500 ETF Trust","type":"etf","exchange":"SYNTHETIC","timeZone":"America/New_York","currency":"USD","tickSize":0.01,"provider":"synthetic","feed":"synthetic","delaySeconds":0}""");
        response.Headers.ETag.Should().NotBeNull();
    }

    [Fact]
    public async Task Info_OfAProviderThatDoesNot_IsDerivedFromItsSearchAndFigures()
    {
        var fake = MarketApp.Fake();
        fake.Descriptor = fake.Descriptor with { Feed = "iex", DelaySeconds = 900, Attribution = "Data by Acme" };
        fake.Matches.Add(new SymbolMatch { Symbol = Symbol.Parse("AAPLX"), Name = "Another", Type = AssetClass.Etf });
        fake.Matches.Add(new SymbolMatch { Symbol = Symbol.Parse("AAPL"), Name = "Apple Inc.", Type = AssetClass.Equity });
        fake.Prices["ES=F"] = FakeProvider.Daily("ES=F", new DateOnly(2023, 12, 1), 1, 2, 3);
        fake.Descriptor = fake.Descriptor with { Capabilities = ProviderCapabilities.Prices | ProviderCapabilities.Search };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        var known = await app.App.GetJsonAsync("/api/market?symbol=AAPL&type=info");
        var priced = await app.App.GetJsonAsync("/api/market?symbol=ES%3DF&type=info");

        known.GetRawText().Should().Be(
            """{"symbol":"AAPL","name":"Apple Inc.","type":"equity","exchange":null,"timeZone":null,"currency":"USD","provider":"fake","feed":"iex","delaySeconds":900,"attribution":"Data by Acme"}""");
        priced.GetProperty("name").GetString().Should().Be("ES=F");
        priced.GetProperty("type").GetString().Should().Be("future");
    }

    [Theory]
    [InlineData("volcone")]
    [InlineData("quality")]
    [InlineData("info")]
    public async Task Symbols_OfEachType_AreABatchOfSingleAnswers(string type)
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        var batch = await app.App.GetJsonAsync($"/api/market?symbols=AAPL,MSFT&type={type}");

        batch.EnumerateObject().Select(m => m.Name).Should().Equal("AAPL", "MSFT");
        batch.GetProperty("MSFT").GetRawText().Should().Be((await app.App.GetJsonAsync($"/api/market?symbol=MSFT&type={type}")).GetRawText());
    }

    [Theory]
    [InlineData("volcone")]
    [InlineData("quality")]
    [InlineData("info")]
    public async Task IfNoneMatch_OfEachType_Is304(string type)
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));
        using var first = await app.App.GetAsync($"/api/market?symbol=AAPL&type={type}");

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/market?symbol=AAPL&type={type}");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await app.Http.SendAsync(request);

        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
        Header(second, "Cache-Status").Should().StartWith("MadLab; hit");
    }

    [Theory]
    [InlineData("volcone")]
    [InlineData("quality")]
    [InlineData("info")]
    public async Task Post_OfEachType_IsUnknownThere(string type)
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        using var response = await app.Http.PostAsync(
            new Uri("/api/market", UriKind.Relative), new StringContent($$"""{"symbols":["AAPL"],"type":"{{type}}"}""", System.Text.Encoding.UTF8, "application/json"));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await KestrelApp.JsonAsync(response)).GetProperty("code").GetString().Should().Be("UNKNOWN_TYPE");
    }

    [Fact]
    public async Task MarketData_InProcess_AnswersFromTheSameCache()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        var market = app.App.App.Services.GetRequiredService<IMarketData>();
        var symbol = Symbol.Parse("AAPL");

        var cone = await market.GetVolatilityConeAsync(symbol, VolatilityEstimator.Parkinson);
        var quality = await market.GetQualityAsync(symbol, PriceRange.OneYear);
        var info = await market.GetInfoAsync(symbol);
        using var http = await app.App.GetAsync("/api/market?symbol=AAPL&type=volcone&estimator=parkinson");

        cone.Value.Estimator.Should().Be(VolatilityEstimator.Parkinson);
        cone.Provenance.Provider.Should().Be("fake");
        quality.Value.Bars.Should().Be(252);
        info.Value.Name.Should().Be("AAPL Inc.");
        Header(http, "Cache-Status").Should().StartWith("MadLab; hit");
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
