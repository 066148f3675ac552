using System.Net;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

public sealed class SseTests
{
    [Theory]
    [InlineData("/api/stream")]
    [InlineData("/pages/api/stream")]
    public async Task Connect_NoSymbols_HeadersAndOpenAtOnceForTheDefaultSymbol(string path)
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = await SseClient.ConnectAsync(host.Http, path);

        client.Response.StatusCode.Should().Be(HttpStatusCode.OK);
        client.Response.Content.Headers.ContentType!.ToString().Should().Be("text/event-stream; charset=utf-8");
        client.Response.Headers.CacheControl!.ToString().Should().Contain("no-cache").And.Contain("no-transform");
        client.Response.Headers.GetValues("X-Accel-Buffering").Should().Equal("no");

        var (type, open) = (await client.ReceiveAsync())!.Value;
        type.Should().Be("open");
        open.GetProperty("ok").GetBoolean().Should().BeTrue();
        open.GetProperty("symbols").EnumerateArray().Select(s => s.GetString()).Should().Equal("AAPL");
        open.GetProperty("interval").GetInt32().Should().Be(1000);
        open.GetProperty("epoch").GetString().Should().MatchRegex("^[A-Za-z0-9]+$");
        open.GetProperty("sources").GetProperty("AAPL").GetProperty("provider").GetString().Should().Be("fake");
        client.Reconnection.TotalMilliseconds.Should().BeInRange(2000, 4000);
    }

    [Fact]
    public async Task Updates_OfSeveralSymbols_CarryRisingIdsOfTheEpoch()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("A", 1).With("B", 2).With("C", 3));
        await using var client = await SseClient.ConnectAsync(host.Http, "/api/stream?symbols=C,A,B&interval=25");
        var epoch = (await client.NextAsync("open")).GetProperty("epoch").GetString();
        var last = 0L;
        for (var i = 0; i < 3; i++)
        {
            last = await NextIdAsync(client, epoch!, last);
        }

        for (var round = 0; round < 10; round++)
        {
            host.Feed.Publish("B", 10 + round);
            host.Feed.Publish("A", 10 + round);
            last = await NextIdAsync(client, epoch!, last);
            last = await NextIdAsync(client, epoch!, last);
        }

        last.Should().BeGreaterThan(3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reconnect_WithLastEventId_OnlyWhatChangedSince(bool asQuery)
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("A", 1).With("B", 2));
        string id;
        await using (var first = await SseClient.ConnectAsync(host.Http, "/api/stream?symbols=A,B&interval=25"))
        {
            await first.NextAsync("price_update");
            await first.NextAsync("price_update");
            id = first.LastEventId;
        }

        host.Feed.Publish("B", 20);
        await using var second = asQuery
            ? await SseClient.ConnectAsync(host.Http, $"/api/stream?symbols=A,B&interval=25&lastEventId={id}")
            : await SseClient.ConnectAsync(host.Http, "/api/stream?symbols=A,B&interval=25", id);

        Price(await second.NextAsync("price_update")).Should().Be(("B", 20));
        host.Feed.Publish("A", 30);
        Price(await second.NextAsync("price_update")).Should().Be(("A", 30), "nothing comes twice");
    }

    [Theory]
    [InlineData("OTHER:5")]
    [InlineData("nonsense")]
    [InlineData("EPOCH:99999999")]
    [InlineData("EPOCH:-1")]
    public async Task Reconnect_WithAnIdOfAnotherEpoch_Everything(string id)
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("A", 1));
        await using var first = await SseClient.ConnectAsync(host.Http, "/api/stream?symbols=A");
        var epoch = (await first.NextAsync("open")).GetProperty("epoch").GetString();

        await using var second = await SseClient.ConnectAsync(host.Http, "/api/stream?symbols=A", id.Replace("EPOCH", epoch, StringComparison.Ordinal));

        Price(await second.NextAsync("price_update")).Should().Be(("A", 1));
    }

    [Theory]
    [InlineData("a/../b", "INVALID_SYMBOL")]
    [InlineData("FIFTYONE", "TOO_MANY_SYMBOLS")]
    public async Task Connect_BadQuery_400BeforeTheStreamBegins(string symbols, string code)
    {
        await using var host = await StreamHost.StartAsync();
        if (symbols == "FIFTYONE")
        {
            symbols = string.Join(',', Enumerable.Range(1, 51).Select(i => $"S{i}"));
        }

        using var response = await host.Http.GetAsync($"/api/stream?symbols={symbols}");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        problem.RootElement.GetProperty("code").GetString().Should().Be(code);
        host.Feed.Opens.Should().BeEmpty();
    }

    [Fact]
    public async Task Connect_PastTheCap_AStreamThatTellsAndEnds()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.MaxConnections = 1);
        await using var first = await SseClient.ConnectAsync(host.Http, "/api/stream");
        await first.NextAsync("open");

        using var response = await host.Http.GetAsync("/api/stream");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        (await response.Content.ReadAsStringAsync()).Should()
            .StartWith("retry: 15000\n").And.Contain("event: stream_error\ndata: {\"code\":\"OVERLOADED\"").And.EndWith("\n\n");
    }

    [Fact]
    public async Task Heartbeat_NothingSent_ComesByItself()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(100));
        await using var client = await SseClient.ConnectAsync(host.Http, "/api/stream?interval=3000");
        await client.NextAsync("open");

        var (type, data) = (await client.ReceiveAsync())!.Value;

        type.Should().Be("heartbeat");
        data.GetProperty("ts").GetInt64().Should().BePositive();
    }

    [Fact]
    public async Task Upstream_UnknownSymbol_StreamErrorAndTheStreamGoesOn()
    {
        var feed = new FakeFeed { Failure = s => s.Value == "NOPE" ? MarketDataException.SymbolUnknown(s) : null };
        await using var host = await StreamHost.StartAsync(feed.With("A", 1));
        await using var client = await SseClient.ConnectAsync(host.Http, "/api/stream?symbols=NOPE,A&interval=25");

        (await client.NextAsync("stream_error")).GetProperty("code").GetString().Should().Be("SYMBOL_NOT_FOUND");
        await client.NextAsync("price_update");
        host.Feed.Publish("A", 2);
        Price(await client.NextAsync("price_update")).Should().Be(("A", 2));
    }

    [Fact]
    public async Task Disconnect_ByTheClient_ReleasesTheUpstream()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.FeedLinger = TimeSpan.Zero);
        await using (var client = await SseClient.ConnectAsync(host.Http, "/api/stream?symbols=A"))
        {
            await client.NextAsync("open");
        }

        await host.Feed.WhenClosed("A");
        host.Status.Symbols.Should().Be(0);
    }

    [Fact]
    public async Task Body_ReadAsBytes_ExactFraming()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("A", 1.50m));
        using var response = await host.Http.GetAsync("/api/stream?symbols=A", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(), Encoding.UTF8);
        var lines = new List<string?>();
        for (var i = 0; i < 8; i++)
        {
            lines.Add(await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        }

        lines[0].Should().MatchRegex("^retry: [0-9]+$");
        lines[1].Should().Be("event: open");
        lines[2].Should().StartWith("data: {\"ok\":true,");
        lines[3].Should().BeEmpty();
        lines[4].Should().Be("event: price_update");
        lines[5].Should().MatchRegex("^id: [A-Za-z0-9]+:[0-9]+$");
        lines[6].Should().StartWith("data: {\"symbol\":\"A\",\"price\":1.5,");
        lines[7].Should().BeEmpty();
    }

    private static (string?, decimal) Price(JsonElement data) => (data.GetProperty("symbol").GetString(), data.GetProperty("price").GetDecimal());

    private static async Task<long> NextIdAsync(SseClient client, string epoch, long last)
    {
        var data = await client.NextAsync("price_update");
        var seq = data.GetProperty("seq").GetInt64();
        client.LastEventId.Should().Be($"{epoch}:{seq}");
        seq.Should().BeGreaterThan(last);
        return seq;
    }
}
