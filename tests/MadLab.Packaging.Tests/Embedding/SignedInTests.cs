using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using MadLab.Packaging.Tests.Packing;
using Xunit;

namespace MadLab.Packaging.Tests.Embedding;

/// <summary>A blank app that embeds the packages in two lines, with a provider and a policy of its own.</summary>
[Collection(PackedGroup.Name)]
public sealed class SignedInTests(SignedInApp fixture) : IClassFixture<SignedInApp>
{
    private readonly AppProcess _app = fixture.App;

    [Fact]
    public async Task Market_SignedIn_AnswersTheAppsProviderInOurNames()
    {
        var prices = await _app.JsonAsync("/api/market?symbol=acme&range=1M", "ada");
        var kpis = await _app.JsonAsync("/api/market?symbol=ACME&type=kpis", "ada");

        prices.GetArrayLength().Should().BeGreaterThan(15);
        prices[0].EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo("date", "open", "high", "low", "close", "volume");
        kpis.GetProperty("changePercent").ValueKind.Should().Be(JsonValueKind.Number, "the app's naming policy is for its own endpoints");
        kpis.GetProperty("symbol").GetString().Should().Be("ACME");
    }

    [Fact]
    public async Task Market_SignedIn_IsPrivateToTheCaller()
    {
        foreach (var query in new[] { "symbol=ACME", "symbol=ACME&type=kpis", "symbols=ACME&type=prices" })
        {
            using var response = await _app.SendAsync("GET", "/api/market?" + query, "ada");

            response.StatusCode.Should().Be(HttpStatusCode.OK);
            var caching = response.Headers.GetValues("Cache-Control").Single();
            caching.Should().Contain("private").And.NotContain("public").And.NotContain("s-maxage", $"{query} was answered to somebody who signed in");
            response.Headers.Contains("CDN-Cache-Control").Should().BeFalse();
        }
    }

    [Fact]
    public async Task Providers_WithAddMadLabCalledTwice_AreTheAppsAlone()
    {
        var providers = await _app.JsonAsync("/api/market/providers", "ada");

        providers.EnumerateArray().Select(p => p.GetProperty("name").GetString()).Should().Equal("acme");
    }

    [Fact]
    public async Task Workbench_OfTheBlankApp_IsWholeAndBehindTheAppsPolicy()
    {
        using var stranger = await _app.SendAsync("GET", "/lab/");
        using var page = await _app.SendAsync("GET", "/lab/", "ada");

        stranger.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        page.StatusCode.Should().Be(HttpStatusCode.OK);
        var html = await page.Content.ReadAsStringAsync();
        var script = html.Split("src=\"./")[1].Split('"')[0];
        using var asset = await _app.SendAsync("GET", "/lab/" + script, "ada");
        asset.StatusCode.Should().Be(HttpStatusCode.OK, $"{script} is in the package");
        (await asset.Content.ReadAsByteArrayAsync()).Should().HaveCountGreaterThan(100_000);
    }

    [Fact]
    public async Task WebSocket_SignedIn_StreamsTheAppsProvider()
    {
        using var socket = await _app.ConnectAsync("/api/stream/ws?symbols=ACME&interval=250", "ada");

        (await socket.ReceiveAsync("open")).GetProperty("symbols")[0].GetString().Should().Be("ACME");
        var first = (await socket.ReceiveAsync("price_update")).GetProperty("data");
        var second = (await socket.ReceiveAsync("price_update")).GetProperty("data");
        second.GetProperty("seq").GetInt64().Should().BeGreaterThan(first.GetProperty("seq").GetInt64());
        second.GetProperty("price").GetDecimal().Should().BePositive();
    }

    [Fact]
    public async Task EventStream_SignedIn_StreamsTheAppsProvider()
    {
        using var response = await _app.SendAsync("GET", "/api/stream?symbols=ACME", "ada");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        JsonDocument.Parse(await response.FirstEventAsync("price_update")).RootElement.GetProperty("symbol").GetString().Should().Be("ACME");
    }

    [Fact]
    public async Task Poll_SignedIn_AnswersTheAppsProvider()
    {
        var answer = await _app.JsonAsync("/api/stream/poll?symbols=ACME&wait=20000", "ada");
        if (answer.GetProperty("updates").GetArrayLength() == 0)
        {
            // A first poll waits for a moment only; the value comes to the next.
            answer = await _app.JsonAsync($"/api/stream/poll?symbols=ACME&wait=20000&since={answer.GetProperty("cursor").GetString()}", "ada");
        }

        answer.GetProperty("updates")[0].GetProperty("symbol").GetString().Should().Be("ACME");
        answer.GetProperty("cursor").GetString().Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task Store_SignedIn_KeepsWhatWasWritten()
    {
        var created = (await _app.JsonAsync("/api/workspaces", "ada", "POST", """{"title":"Mine","data":{"firstName":"Ada"}}""")).GetProperty("workspace");
        var read = (await _app.JsonAsync("/api/workspaces?id=" + created.GetProperty("id").GetString(), "ada")).GetProperty("workspace");

        read.GetProperty("title").GetString().Should().Be("Mine");
        read.GetProperty("createdAt").GetString().Should().NotBeNull();
        read.GetProperty("data").GetRawText().Should().Be("""{"firstName":"Ada"}""");
    }

    [Fact]
    public async Task Errors_SignedIn_AreProblemsInOurNames()
    {
        using var response = await _app.SendAsync("GET", "/api/market?symbol=..", "ada");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString().Should().Be("INVALID_SYMBOL");
    }

    [Fact]
    public async Task EveryEndpoint_SignedOut_Is401()
    {
        var routes = await _app.RoutesAsync();

        routes.Select(r => r.Path).Should().Contain(
        [
            "/api/market", "/api/market/providers", "/api/market/search", "/api/stream", "/api/stream/ws", "/api/stream/poll", "/api/workspaces",
            "/api/workspaces/x", "/api/templates", "/api/templates/x", "/api/preferences", "/api/config", "/api/metrics", "/api/health", "/api/health/live", "/api/health/ready",
        ]);
        foreach (var (method, path) in routes.Where(r => r.Method != "CONNECT"))
        {
            using var response = await _app.SendAsync(method, path);
            response.StatusCode.Should().Be(HttpStatusCode.Unauthorized, $"{method} {path} carries the app's policy");
        }
    }

    [Fact]
    public async Task WebSocket_SignedOut_IsRefusedBeforeTheUpgrade()
    {
        var connect = async () => (await _app.ConnectAsync("/api/stream/ws?symbols=ACME")).Dispose();

        (await connect.Should().ThrowAsync<HttpRequestException>()).Which.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task QuoteSource_InTheApp_BringsTheSameQuotes()
    {
        var quote = await _app.JsonAsync("/own/quote/ACME");

        quote.GetProperty("PRICE").GetDecimal().Should().BePositive("the app's own endpoints keep the app's naming policy");
        quote.GetProperty("SYMBOL").GetProperty("VALUE").GetString().Should().Be("ACME");
    }

    [Fact]
    public async Task MarketData_InTheApp_AnswersAsOverHttp()
    {
        var close = await _app.JsonAsync("/own/close/ACME");

        var bars = await _app.JsonAsync("/api/market?symbol=ACME", "ada");
        close.GetDecimal().Should().Be(bars[bars.GetArrayLength() - 1].GetProperty("close").GetDecimal());
    }

    [Fact]
    public async Task OwnEndpoints_BesideOurs_AnswerAsBefore()
    {
        var person = await _app.JsonAsync("/own/person");
        person.GetRawText().Should().Be("""{"FIRST_NAME":"Ada","LAST_NAME":"Lovelace"}""");

        using var socket = await _app.ConnectAsync("/own/echo");
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        var buffer = new byte[64];
        var echo = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Encoding.UTF8.GetString(buffer, 0, echo.Count).Should().Be("hello");
    }

    [Fact]
    public async Task OwnRateLimiter_BesideOurs_LimitsWhatTheAppSaid()
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await _app.SendAsync("GET", "/own/limited");
            statuses.Add(response.StatusCode);
        }

        statuses.Should().Equal(HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests);
        for (var i = 0; i < 300; i++)
        {
            using var response = await _app.SendAsync("GET", "/api/market?symbol=ACME", "ada");
            response.StatusCode.Should().Be(HttpStatusCode.OK, "our own limit is off until a host switches it on");
        }
    }

    [Fact]
    public async Task OpenApi_OfTheApp_ListsOursBesideItsOwn()
    {
        var paths = (await _app.JsonAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();

        paths.Should().Contain(["/own/person", "/api/market", "/api/workspaces", "/api/health"]);
    }
}
