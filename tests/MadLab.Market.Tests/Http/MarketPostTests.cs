using System.Net;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Http;

public sealed class MarketPostTests
{
    [Fact]
    public async Task Batch_AnswersThreePartsWithMetaAndReasonsForWhatIsMissing()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        using var response = await PostAsync(app, """{"symbols":["aapl","MSFT","NOPE"],"layout":{"x":1}}""");
        var body = await KestrelApp.JsonAsync(response);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        var apple = body.GetProperty("results").GetProperty("AAPL");
        apple.EnumerateObject().Select(m => m.Name).Should().Equal("prices", "kpis", "vol", "meta");
        apple.GetProperty("prices").GetArrayLength().Should().Be(252);
        apple.GetProperty("vol").GetProperty("points")[0].GetProperty("expiry").GetString().Should().Be("2024-02-16T00:00:00Z");
        var meta = apple.GetProperty("meta");
        meta.GetProperty("provider").GetString().Should().Be("fake");
        meta.GetProperty("adjustment").GetString().Should().Be("all");
        meta.GetProperty("fetchedAt").GetDateTimeOffset().Should().Be(app.Time.GetUtcNow());
        meta.GetProperty("attempts")[0].GetProperty("outcome").GetString().Should().Be("OK");
        body.GetProperty("results").GetProperty("MSFT").GetProperty("vol").ValueKind.Should().Be(JsonValueKind.Null);
        body.GetProperty("errors").GetProperty("MSFT").GetProperty("parts").GetProperty("vol").GetProperty("code").GetString().Should().Be("SYMBOL_NOT_FOUND");
        body.GetProperty("results").TryGetProperty("NOPE", out _).Should().BeFalse();
        body.GetProperty("errors").GetProperty("NOPE").GetProperty("code").GetString().Should().Be("SYMBOL_NOT_FOUND");
        body.GetProperty("timestamp").GetDateTimeOffset().Should().Be(app.Time.GetUtcNow());
    }

    [Fact]
    public async Task SingleType_AnswersItsMemberAlone_ThroughTheSameCacheAsGet()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        using var get = await app.App.GetAsync("/api/market?symbol=AAPL&range=1Y");

        using var response = await PostAsync(app, """{"symbols":["AAPL"],"type":"prices","range":"1y"}""");
        var body = await KestrelApp.JsonAsync(response);

        body.GetProperty("results").GetProperty("AAPL").EnumerateObject().Select(m => m.Name).Should().Equal("prices", "meta");
        body.TryGetProperty("errors", out _).Should().BeFalse();
        fake.Calls("prices").Should().Be(1);
    }

    [Fact]
    public async Task EmptyArray_AnswersEmptyResults()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        using var response = await PostAsync(app, """{"symbols":[]}""");
        var body = await KestrelApp.JsonAsync(response);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        body.GetProperty("results").EnumerateObject().Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"symbols":"AAPL"}""", 400, "MISSING_SYMBOL", "Symbols array is required")]
    [InlineData("""{}""", 400, "MISSING_SYMBOL", "Symbols array is required")]
    [InlineData("""{"symbols":["AAPL","..",7]}""", 400, "INVALID_SYMBOL", "One or more symbols are invalid: \"..\", 7")]
    [InlineData("""{"symbols":["AAPL"],"type":"correlation"}""", 400, "UNKNOWN_TYPE", null)]
    [InlineData("""{"symbols":["AAPL"],"range":"soon"}""", 400, "INVALID_RANGE", null)]
    [InlineData("""{"symbols":["AAPL"],"range":7}""", 400, "INVALID_BODY", null)]
    [InlineData("""{"symbols":["AAPL"],"provider":"nobody"}""", 400, "UNKNOWN_PROVIDER", null)]
    [InlineData("""["AAPL"]""", 400, "INVALID_BODY", null)]
    [InlineData("""{"symbols":["\ud800"]}""", 400, "INVALID_SYMBOL", null)]
    [InlineData("""{"symbols":""", 400, "INVALID_BODY", null)]
    [InlineData("", 400, "INVALID_BODY", null)]
    [InlineData("null", 400, "INVALID_BODY", null)]
    public async Task Errors_AreProblems(string body, int status, string code, string? error)
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        using var response = await PostAsync(app, body);
        var problem = await KestrelApp.JsonAsync(response);

        ((int)response.StatusCode).Should().Be(status);
        problem.GetProperty("code").GetString().Should().Be(code);
        if (error is not null)
        {
            problem.GetProperty("error").GetString().Should().Be(error);
        }
    }

    [Fact]
    public async Task HostileText_NeverReachesA500()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        using var loneName = await PostAsync(app, """{"\ud800":1,"symbols":["AAPL"],"type":"kpis","\udfff":2}""");
        using var badUtf8 = await SendAsync(app, new ByteArrayContent([.. "{\"symbols\":[\""u8, 0xC3, 0x28, .. "\"]}"u8]), "application/json", false);
        using var badName = await SendAsync(app, new ByteArrayContent([.. "{\""u8, 0xFF, .. "\":1,\"symbols\":[]}"u8]), "application/json", false);

        loneName.StatusCode.Should().Be(HttpStatusCode.OK, "an unknown member is ignored whatever its name");
        badUtf8.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await KestrelApp.JsonAsync(badUtf8)).GetProperty("code").GetString().Should().Be("INVALID_BODY");
        badName.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Limits_HundredSymbolsPass_MoreAndLargeAndForeignBodiesDoNot()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        using var hundred = await PostAsync(app, Body(100));
        using var more = await PostAsync(app, Body(101));
        using var large = await PostAsync(app, $$"""{"symbols":[],"pad":"{{new string('x', 70_000)}}"}""");
        using var deep = await PostAsync(app, $$"""{"symbols":[],"pad":{{new string('[', 40)}}{{new string(']', 40)}}}""");
        using var chunked = await SendAsync(app, new StreamContent(new MemoryStream(new byte[70_000])), "application/json", true);
        using var text = await SendAsync(app, new StringContent(Body(1)), "text/plain", false);

        hundred.StatusCode.Should().Be(HttpStatusCode.OK);
        (await KestrelApp.JsonAsync(more)).GetProperty("code").GetString().Should().Be("TOO_MANY_SYMBOLS");
        large.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        chunked.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        deep.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        text.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task LiveDataOffAndNothingCached_Is503_ElsePartial()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));
        using var warm = await PostAsync(app, """{"symbols":["AAPL"],"type":"kpis"}""");
        app.App.App.Services.GetRequiredService<ILiveDataSwitch>().Set(false);

        using var nothing = await PostAsync(app, """{"symbols":["MSFT"],"type":"kpis"}""");
        using var partial = await PostAsync(app, """{"symbols":["AAPL","MSFT"],"type":"kpis"}""");

        nothing.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await KestrelApp.JsonAsync(nothing)).GetProperty("error").GetString().Should().Be("Live data is disabled");
        partial.StatusCode.Should().Be(HttpStatusCode.OK);
        var body = await KestrelApp.JsonAsync(partial);
        body.GetProperty("results").TryGetProperty("AAPL", out _).Should().BeTrue();
        body.GetProperty("errors").GetProperty("MSFT").GetProperty("code").GetString().Should().Be("LIVE_DATA_DISABLED");
    }

    private static string Body(int count) => JsonSerializer.Serialize(new { symbols = Enumerable.Range(0, count).Select(i => $"S{i}"), type = "kpis" });

    private static Task<HttpResponseMessage> PostAsync(MarketApp app, string body) =>
        app.Http.PostAsync(new Uri("/api/market", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<HttpResponseMessage> SendAsync(MarketApp app, HttpContent content, string type, bool chunked)
    {
        content.Headers.ContentType = new(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/market") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        return await app.Http.SendAsync(request);
    }
}
