using System.Net.WebSockets;
using System.Text.Json;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

/// <summary>What a client may say, and what comes back.</summary>
public sealed class WebSocketMessageTests
{
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

    private static string?[] Texts(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetString())];
}
