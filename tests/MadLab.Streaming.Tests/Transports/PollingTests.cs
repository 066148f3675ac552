using System.Net;
using System.Text.Json;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

public sealed class PollingTests
{
    [Fact]
    public async Task Poll_NoCursor_AllValuesAndACursor()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1).With("MSFT", 2));
        using var response = await host.Http.GetAsync("/api/stream/poll?symbols=AAPL&symbols=msft&interval=700");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        body.RootElement.GetProperty("cursor").GetString().Should().MatchRegex("^[A-Za-z0-9._~-]+$");
        body.RootElement.GetProperty("interval").GetInt32().Should().Be(700);
        Prices(body.RootElement).Should().Equal(("AAPL", 1), ("MSFT", 2));
        body.RootElement.TryGetProperty("errors", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Poll_WithCursor_OnlyWhatChangedSince()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1).With("MSFT", 2));
        var first = await PollAsync(host, "symbols=AAPL,MSFT");
        host.Feed.Publish("MSFT", 20);

        var second = await PollAsync(host, $"symbols=AAPL,MSFT&since={Cursor(first)}");
        var third = await PollAsync(host, $"symbols=AAPL,MSFT&since={Cursor(second)}");

        Prices(second).Should().Equal(("MSFT", 20));
        Prices(third).Should().BeEmpty();
    }

    [Fact]
    public async Task Poll_CursorOfAnotherEpoch_AllValues()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));

        Prices(await PollAsync(host, "symbols=AAPL&since=other.7&wait=25000")).Should().Equal(("AAPL", 1));
    }

    [Fact]
    public async Task Poll_Waiting_AnsweredByTheNextChange()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        var first = await PollAsync(host, "symbols=AAPL");
        var waiting = PollAsync(host, $"symbols=AAPL&since={Cursor(first)}&wait=25000");

        host.Feed.Publish("AAPL", 2);

        Prices(await waiting).Should().Equal(("AAPL", 2));
    }

    [Fact]
    public async Task Poll_NothingChanges_EmptyAfterTheWait()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        var first = await PollAsync(host, "symbols=AAPL");

        var second = await PollAsync(host, $"symbols=AAPL&since={Cursor(first)}&wait=50");

        Prices(second).Should().BeEmpty();
        Cursor(second).Should().Be(Cursor(first));
    }

    [Fact]
    public async Task Poll_FirstOfAColdSymbol_WaitsForItsValue()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("WARM", 1));
        var waiting = PollAsync(host, "symbols=COLD,WARM&wait=25000");
        await host.Feed.WhenOpened("COLD");

        host.Feed.Publish("COLD", 7);

        Prices(await waiting).Should().Contain(("COLD", 7));
    }

    [Fact]
    public async Task Poll_FirstOfASymbolThatStaysSilent_AnswersTheRestAfterAMoment()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("WARM", 1));

        Prices(await PollAsync(host, "symbols=SILENT,WARM")).Should().Equal(("WARM", 1));
    }

    [Fact]
    public async Task Poll_UnknownSymbol_ToldBesideTheRest()
    {
        var feed = new FakeFeed { Failure = s => s.Value == "NOPE" ? MarketDataException.SymbolUnknown(s) : null };
        await using var host = await StreamHost.StartAsync(feed.With("AAPL", 1));

        var body = await PollAsync(host, "symbols=NOPE,AAPL");

        Prices(body).Should().Equal(("AAPL", 1));
        body.GetProperty("errors").GetProperty("NOPE").GetProperty("code").GetString().Should().Be("SYMBOL_NOT_FOUND");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Poll_UpstreamFails_TellsWhoWaitsAndWhoComesNextAtOnceAndOnce(bool isWaiting)
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        var first = await PollAsync(host, "symbols=AAPL");
        var query = $"symbols=AAPL&since={Cursor(first)}&wait=25000";
        var early = isWaiting ? PollAsync(host, query) : null;
        host.Feed.Fail("AAPL", MarketErrorKind.Unavailable, final: false);

        var second = await (early ?? PollAsync(host, query));
        var third = PollAsync(host, $"symbols=AAPL&since={Cursor(second)}&wait=25000");
        host.Feed.Publish("AAPL", 2);

        second.GetProperty("errors").GetProperty("AAPL").GetProperty("code").GetString().Should().Be("UPSTREAM_UNAVAILABLE");
        Prices(second).Should().BeEmpty();
        Prices(await third).Should().Equal([("AAPL", 2)], "what was told already ends no wait");
    }

    [Theory]
    [InlineData("", "MISSING_SYMBOL")]
    [InlineData("symbols=,", "MISSING_SYMBOL")]
    [InlineData("symbols=b@d!", "INVALID_SYMBOL")]
    [InlineData("FIFTYONE", "TOO_MANY_SYMBOLS")]
    public async Task Poll_BadQuery_400(string query, string code)
    {
        await using var host = await StreamHost.StartAsync();
        if (query == "FIFTYONE")
        {
            query = "symbols=" + string.Join(',', Enumerable.Range(1, 51).Select(i => $"S{i}"));
        }

        using var response = await host.Http.GetAsync($"/api/stream/poll?{query}");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        body.RootElement.GetProperty("code").GetString().Should().Be(code);
        body.RootElement.GetProperty("error").GetString().Should().NotBeEmpty();
    }

    [Fact]
    public async Task Poll_PastTheCap_503WithRetryAfter()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.MaxConnections = 1);
        await using var stream = await SseClient.ConnectAsync(host.Http, "/api/stream");
        await stream.NextAsync("open");

        using var response = await host.Http.GetAsync("/api/stream/poll?symbols=AAPL");

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.Should().NotBeNull();
    }

    [Fact]
    public async Task Poll_Answered_StillCountsAsListening()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1), o => o.FeedLinger = TimeSpan.Zero);
        await PollAsync(host, "symbols=AAPL");
        await using (var stream = await SseClient.ConnectAsync(host.Http, "/api/stream?symbols=AAPL,OTHER"))
        {
            await stream.NextAsync("open");
        }

        // The stream's own linger of none is over with OTHER; the poll's holds AAPL.
        await host.Feed.WhenClosed("OTHER");

        host.Feed.IsOpen("AAPL").Should().BeTrue();
    }

    private static async Task<JsonElement> PollAsync(StreamHost host, string query)
    {
        using var body = JsonDocument.Parse(await host.Http.GetStringAsync($"/api/stream/poll?{query}").WaitAsync(TimeSpan.FromSeconds(30)));
        return body.RootElement.Clone();
    }

    private static string? Cursor(JsonElement body) => body.GetProperty("cursor").GetString();

    private static IEnumerable<(string?, decimal)> Prices(JsonElement body) => body.GetProperty("updates").EnumerateArray()
        .Select(u => (u.GetProperty("symbol").GetString(), u.GetProperty("price").GetDecimal()));
}
