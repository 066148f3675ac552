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
