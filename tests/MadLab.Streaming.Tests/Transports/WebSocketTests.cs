using System.Net.WebSockets;
using System.Text.Json;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

public sealed class WebSocketTests
{
    [Fact]
    public async Task Connect_SymbolsWithValues_OpenThenSnapshotAtOnce()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 187.4300m).With("MSFT", 400));
        await using var client = await host.ConnectAsync("?symbols=aapl,MSFT,AAPL&interval=1000");

        var open = (await client.ReceiveAsync())!.Value;
        open.GetProperty("type").GetString().Should().Be("open");
        Texts(open, "symbols").Should().Equal("AAPL", "MSFT");
        open.GetProperty("interval").GetInt32().Should().Be(1000);
        open.GetProperty("epoch").GetString().Should().MatchRegex("^[A-Za-z0-9]+$");
        open.GetProperty("reconnectMs").GetInt32().Should().BeInRange(2000, 4000);
        var source = open.GetProperty("sources").GetProperty("AAPL");
        source.GetProperty("provider").GetString().Should().Be("fake");
        source.GetProperty("feed").GetString().Should().Be("test");
        source.GetProperty("delaySeconds").GetInt32().Should().Be(0);
        source.GetProperty("currency").GetString().Should().Be("USD");

        var first = (await client.ReceiveAsync())!.Value;
        first.GetProperty("type").GetString().Should().Be("price_update");
        var data = first.GetProperty("data");
        data.GetProperty("symbol").GetString().Should().Be("AAPL");
        data.GetProperty("price").GetRawText().Should().Be("187.43");
        data.GetProperty("timestamp").GetInt64().Should().Be(Quotes.Start.ToUnixTimeMilliseconds());
        data.EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo(
            "symbol", "price", "volume", "timestamp", "change", "changePercent", "high", "low", "open", "seq");
        (await client.NextPriceAsync("MSFT")).Should().Be(400);
    }

    [Fact]
    public async Task Connect_NoSymbols_OpensWithNone()
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = await host.ConnectAsync();

        var open = await client.NextAsync("open");

        Texts(open, "symbols").Should().BeEmpty();
        open.GetProperty("interval").GetInt32().Should().Be(1000);
        open.GetProperty("sources").EnumerateObject().Should().BeEmpty();
    }

    [Theory]
    [InlineData("1", 250)]
    [InlineData("-5", 250)]
    [InlineData("99999", 3000)]
    [InlineData("1e3", 1000)]
    [InlineData("abc", 1000)]
    [InlineData("", 1000)]
    [InlineData("NaN", 1000)]
    [InlineData("750", 750)]
    public async Task Connect_Interval_ClampedOrDefault(string interval, int expected)
    {
        await using var host = await StreamHost.StartAsync(options: o => o.MinInterval = TimeSpan.FromMilliseconds(250));
        await using var client = await host.ConnectAsync($"?symbols=AAPL&interval={interval}");

        (await client.NextAsync("open")).GetProperty("interval").GetInt32().Should().Be(expected);
    }

    [Fact]
    public async Task Connect_BadSymbolInQuery_OpensWithTheRestAndOneError()
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = await host.ConnectAsync("?symbols=AAPL,../x,MSFT");

        Texts(await client.NextAsync("open"), "symbols").Should().Equal("AAPL", "MSFT");

        var error = await client.NextAsync("error");
        error.GetProperty("code").GetString().Should().Be("INVALID_SYMBOL");
        error.GetProperty("message").GetString().Should().Contain("../x");
    }

    [Fact]
    public async Task Connect_TooManySymbolsInQuery_OpensWithFiftyAndOneErrorNamingTheRest()
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = await host.ConnectAsync("?symbols=" + string.Join(',', Enumerable.Range(1, 51).Select(i => $"S{i}")));

        Texts(await client.NextAsync("open"), "symbols").Should().HaveCount(50);

        var error = await client.NextAsync("error");
        error.GetProperty("code").GetString().Should().Be("TOO_MANY_SYMBOLS");
        error.GetProperty("message").GetString().Should().Contain("S51");
    }

    [Fact]
    public async Task Publish_ManyWithinAnInterval_NewestAloneAndSeqRises()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        await using var client = await host.ConnectAsync("?symbols=AAPL&interval=200");
        var first = (await client.NextAsync("price_update")).GetProperty("data");

        for (var price = 2; price <= 500; price++)
        {
            host.Feed.Publish("AAPL", price);
        }

        var second = (await client.NextAsync("price_update")).GetProperty("data");
        second.GetProperty("price").GetDecimal().Should().Be(500);
        second.GetProperty("seq").GetInt64().Should().BeGreaterThan(first.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task Publish_FirstValueOfAColdSymbol_DoesNotWaitForTheInterval()
    {
        await using var host = await StreamHost.StartAsync(options: o =>
        {
            o.MaxInterval = TimeSpan.FromMinutes(1);
            o.HeartbeatInterval = TimeSpan.FromMinutes(5);
        });
        await using var client = await host.ConnectAsync("?symbols=AAPL&interval=60000");
        await client.NextAsync("open");

        host.Feed.Publish("AAPL", 42);

        // The guard of the read is half of the interval.
        (await client.NextPriceAsync("AAPL")).Should().Be(42);
    }

    [Fact]
    public async Task Batch_ManySymbols_OneMessagePerInterval()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("A", 1).With("B", 2).With("C", 3));
        await using var client = await host.ConnectAsync("?symbols=A,B,C&interval=50&batch=true");
        await client.NextAsync("open");

        var snapshot = (await client.ReceiveAsync())!.Value;
        snapshot.GetProperty("type").GetString().Should().Be("price_updates");
        snapshot.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("symbol").GetString()).Should().Equal("A", "B", "C");

        host.Feed.Publish("A", 10);
        (await client.NextAsync("price_updates")).GetProperty("data").EnumerateArray().Should().ContainSingle()
            .Which.GetProperty("price").GetDecimal().Should().Be(10);
    }

    [Fact]
    public async Task Batch_TwoHundredSymbols_OneWholeMessage()
    {
        var symbols = Enumerable.Range(1, 200).Select(i => $"LONGSYMBOLNAME{i}").ToArray();
        var feed = new FakeFeed();
        foreach (var symbol in symbols)
        {
            feed.With(symbol, 12345.678901m);
        }

        await using var host = await StreamHost.StartAsync(feed);
        await using var client = await host.ConnectAsync("?interval=50&batch=true");
        await client.SendAsync(JsonSerializer.Serialize(new { type = "subscribe", symbols }));

        (await client.NextAsync("price_updates")).GetProperty("data").GetArrayLength().Should().Be(200);
    }

    [Fact]
    public async Task Subscribe_NewSymbol_AnswersTheWholeSetThenItsValue()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1).With("MSFT", 2));
        await using var client = await host.ConnectAsync("?symbols=AAPL&interval=3000");
        await client.NextPriceAsync("AAPL");

        await client.SendAsync("""{"type":"subscribe","symbols":["msft"," AAPL "],"options":{"batch":true,"x":1},"more":[]}""");

        var subscribed = (await client.ReceiveAsync())!.Value;
        subscribed.GetProperty("type").GetString().Should().Be("subscribed");
        Texts(subscribed, "symbols").Should().Equal("AAPL", "MSFT");
        subscribed.GetProperty("sources").TryGetProperty("MSFT", out _).Should().BeTrue();
        (await client.NextPriceAsync("MSFT")).Should().Be(2);
    }

    [Fact]
    public async Task Unsubscribe_Symbol_AnswersTheRestAndSendsItNoMore()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1).With("MSFT", 2));
        await using var client = await host.ConnectAsync("?symbols=AAPL,MSFT&interval=25");
        await client.NextPriceAsync("MSFT");

        await client.SendAsync("""{"type":"unsubscribe","symbols":["AAPL","NEVER"]}""");
        Texts(await client.NextAsync("unsubscribed"), "symbols").Should().Equal("MSFT");
        host.Feed.Publish("AAPL", 10);
        host.Feed.Publish("MSFT", 20);

        var next = (await client.NextAsync("price_update")).GetProperty("data");
        next.GetProperty("symbol").GetString().Should().Be("MSFT");
        host.Feed.Publish("MSFT", 30);
        (await client.NextAsync("price_update")).GetProperty("data").GetProperty("symbol").GetString().Should().Be("MSFT");
    }

    [Theory]
    [InlineData("""{"type":"subscribe","symbols":["MSFT","b@d!"]}""", "INVALID_SYMBOL")]
    [InlineData("""{"type":"subscribe","symbols":["MSFT",7]}""", "INVALID_SYMBOL")]
    [InlineData("""{"type":"subscribe","symbols":["MSFT",null]}""", "INVALID_SYMBOL")]
    [InlineData("""{"type":"unsubscribe","symbols":["AAPL",""]}""", "INVALID_SYMBOL")]
    [InlineData("""{"type":"subscribe","symbols":"MSFT"}""", "BAD_MESSAGE")]
    [InlineData("""{"type":"subscribe"}""", "BAD_MESSAGE")]
    [InlineData("""{"type":"buy","symbols":["MSFT"]}""", "BAD_MESSAGE")]
    [InlineData("""{"type":7}""", "BAD_MESSAGE")]
    [InlineData("""{"type":"\ud800"}""", "BAD_MESSAGE")]
    [InlineData("[]", "BAD_MESSAGE")]
    [InlineData("null", "BAD_MESSAGE")]
    [InlineData("not json", "BAD_MESSAGE")]
    [InlineData("", "BAD_MESSAGE")]
    public async Task Message_Wrong_ErrorAndNothingChanges(string message, string code)
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = await host.ConnectAsync("?symbols=AAPL");
        await client.NextAsync("open");

        await client.SendAsync(message);

        var error = await client.NextAsync("error");
        error.GetProperty("code").GetString().Should().Be(code);
        if (code == "BAD_MESSAGE")
        {
            error.GetProperty("message").GetString().Should().Be("Invalid message format");
        }

        await client.SendAsync("""{"type":"subscribe","symbols":[]}""");
        Texts(await client.NextAsync("subscribed"), "symbols").Should().Equal("AAPL");
    }

    [Fact]
    public async Task Message_Binary_BadMessage()
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = await host.ConnectAsync();

        await client.SendAsync("""{"type":"ping"}""", type: WebSocketMessageType.Binary);

        (await client.NextAsync("error")).GetProperty("code").GetString().Should().Be("BAD_MESSAGE");
    }

    [Fact]
    public async Task Subscribe_PastTheMostSymbols_TooManyAndNothingChanges()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.MaxSymbolsPerConnection = 3);
        await using var client = await host.ConnectAsync("?symbols=A,B");

        await client.SendAsync("""{"type":"subscribe","symbols":["C","D"]}""");

        (await client.NextAsync("error")).GetProperty("code").GetString().Should().Be("TOO_MANY_SYMBOLS");
        await client.SendAsync("""{"type":"subscribe","symbols":["C","A","C"]}""");
        Texts(await client.NextAsync("subscribed"), "symbols").Should().Equal("A", "B", "C");
        host.Feed.IsOpen("D").Should().BeFalse();
    }

    [Fact]
    public async Task Subscribe_Throttle_SlowsAndNeverSpeedsUp()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1), o =>
        {
            o.MaxInterval = TimeSpan.FromMinutes(1);
            o.HeartbeatInterval = TimeSpan.FromMilliseconds(100);
        });
        await using var client = await host.ConnectAsync("?symbols=AAPL&interval=25");
        await client.NextPriceAsync("AAPL");
        await client.SendAsync("""{"type":"subscribe","symbols":[],"options":{"throttle":60000}}""");
        await client.NextAsync("subscribed");
        await client.SendAsync("""{"type":"subscribe","symbols":[],"options":{"throttle":1}}""");
        await client.NextAsync("subscribed");

        // At most one pass was under way with the old interval; after it only heartbeats come.
        host.Feed.Publish("AAPL", 2);
        await client.NextAsync("heartbeat");
        await client.NextAsync("heartbeat");
        host.Feed.Publish("AAPL", 3);
        var types = new List<string?>();
        for (var i = 0; i < 4; i++)
        {
            types.Add((await client.ReceiveAsync())!.Value.GetProperty("type").GetString());
        }

        types.Should().AllBe("heartbeat");
    }

    [Fact]
    public async Task Ping_Any_AnsweredByHeartbeatWithTheTime()
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = await host.ConnectAsync();
        await client.NextAsync("open");
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        await client.SendAsync("""{"type":"heartbeat_response","ts":1}""");
        await client.SendAsync("""{"type":"ping"}""");

        var heartbeat = (await client.ReceiveAsync())!.Value;
        heartbeat.GetProperty("type").GetString().Should().Be("heartbeat");
        heartbeat.GetProperty("ts").GetInt64().Should().BeGreaterThanOrEqualTo(before);
    }

    [Fact]
    public async Task Message_InFragments_ReadAsOne()
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = await host.ConnectAsync();

        await client.SendAsync("""{"type":"subs""", end: false);
        await client.SendAsync("", end: false);
        await client.SendAsync("""cribe","symbols":["AA""", end: false);
        await client.SendAsync("""PL"]}""");

        Texts(await client.NextAsync("subscribed"), "symbols").Should().Equal("AAPL");
    }

    [Fact]
    public async Task Upstream_UnknownSymbol_ErrorNamesItAndItLeavesTheSet()
    {
        var feed = new FakeFeed { Failure = s => s.Value == "NOPE" ? MarketDataException.SymbolUnknown(s) : null };
        await using var host = await StreamHost.StartAsync(feed.With("AAPL", 1));
        await using var client = await host.ConnectAsync("?symbols=AAPL,NOPE");

        var error = await client.NextAsync("error");

        error.GetProperty("code").GetString().Should().Be("SYMBOL_NOT_FOUND");
        error.GetProperty("message").GetString().Should().Contain("NOPE");
        error.GetProperty("symbol").GetString().Should().Be("NOPE");
        await client.SendAsync("""{"type":"subscribe","symbols":[]}""");
        Texts(await client.NextAsync("subscribed"), "symbols").Should().Equal("AAPL");
    }

    [Theory]
    [InlineData(MarketErrorKind.NoData, "SYMBOL_NOT_FOUND")]
    [InlineData(MarketErrorKind.NotEntitled, "NOT_ENTITLED")]
    [InlineData(MarketErrorKind.NotSupported, "UPSTREAM_UNAVAILABLE")]
    public async Task Upstream_FinalError_ToldWithItsCode(MarketErrorKind kind, string code)
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = await host.ConnectAsync("?symbols=AAPL&interval=25");
        await client.NextAsync("open");

        host.Feed.Fail("AAPL", kind, final: true);

        (await client.NextAsync("error")).GetProperty("code").GetString().Should().Be(code);
    }

    [Fact]
    public async Task Upstream_Outage_ToldOnceUntilItEnds()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        await using var client = await host.ConnectAsync("?symbols=AAPL&interval=25");
        await client.NextPriceAsync("AAPL");

        host.Feed.Fail("AAPL", MarketErrorKind.Timeout, final: false);
        (await client.NextAsync("error")).GetProperty("code").GetString().Should().Be("UPSTREAM_UNAVAILABLE");
        host.Feed.Fail("AAPL", MarketErrorKind.Unavailable, final: false);
        host.Feed.Publish("AAPL", 2);

        (await client.ReceiveAsync())!.Value.GetProperty("type").GetString().Should().Be("price_update");
        host.Feed.Fail("AAPL", MarketErrorKind.Unavailable, final: false);
        (await client.ReceiveAsync())!.Value.GetProperty("type").GetString().Should().Be("error");
    }

    [Fact]
    public async Task Heartbeat_NothingSent_ComesByItself()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(100));
        await using var client = await host.ConnectAsync("?interval=3000");
        await client.NextAsync("open");

        (await client.ReceiveAsync())!.Value.GetProperty("type").GetString().Should().Be("heartbeat");
        (await client.ReceiveAsync())!.Value.GetProperty("type").GetString().Should().Be("heartbeat");
    }

    [Fact]
    public async Task Close_ByTheClient_EchoedAndTheUpstreamClosesAfterTheLinger()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.FeedLinger = TimeSpan.FromMilliseconds(50));
        await using var client = await host.ConnectAsync("?symbols=AAPL");
        await client.NextAsync("open");

        await client.Socket.CloseAsync((WebSocketCloseStatus)4001, "bye", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        client.Socket.CloseStatus.Should().Be((WebSocketCloseStatus)4001);
        await host.Feed.WhenClosed("AAPL");
    }

    [Fact]
    public async Task TwoClients_OneSymbol_OneUpstream()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        await using var one = await host.ConnectAsync("?symbols=AAPL&interval=25");
        await using var two = await host.ConnectAsync("?symbols=AAPL&interval=25");
        await one.NextPriceAsync("AAPL");
        await two.NextPriceAsync("AAPL");

        host.Feed.Publish("AAPL", 2);

        (await one.NextPriceAsync("AAPL")).Should().Be(2);
        (await two.NextPriceAsync("AAPL")).Should().Be(2);
        host.Feed.Opens.Should().ContainSingle();
        host.Status.Symbols.Should().Be(1);
        host.Status.Connections.Should().Be(2);
    }

    private static string?[] Texts(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetString())];
}
