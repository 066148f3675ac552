using System.Text.Json;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;

namespace MadLab.Streaming.Tests.Clients;

/// <summary>The WebSocket of a browser, by Node's <c>ws</c> package.</summary>
public sealed class NodeWebSocketTests
{
    private const int GoingAway = 1001;
    private const int PolicyViolation = 1008;
    private const int MessageTooBig = 1009;

    [NodeFact]
    public async Task Connect_SymbolsWithValues_OpenThenEachValueAndNoCompression()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1.25m).With("MSFT", 2));
        await using var client = Connect(host, "?symbols=AAPL,MSFT&interval=25");

        (await client.NextAsync("upgrade")).GetProperty("extensions").GetString().Should().BeEmpty("the client offers permessage-deflate");
        var open = await client.NextAsync();
        open.GetProperty("isBinary").GetBoolean().Should().BeFalse();
        Message(open).GetProperty("type").GetString().Should().Be("open");
        Symbols(Message(open)).Should().Equal("AAPL", "MSFT");
        Quote(await client.NextMessageAsync("price_update")).Should().Be(("AAPL", 1.25m));
        Quote(await client.NextMessageAsync("price_update")).Should().Be(("MSFT", 2));
        host.Feed.Publish("MSFT", 3);
        Quote(await client.NextMessageAsync("price_update")).Should().Be(("MSFT", 3));
    }

    [NodeFact]
    public async Task Subscribe_ThenUnsubscribe_TheSetAndItsValuesFollow()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1).With("MSFT", 2));
        await using var client = Connect(host, "?symbols=AAPL&interval=25");
        Quote(await client.NextMessageAsync("price_update")).Should().Be(("AAPL", 1));

        await client.DoAsync(new { @do = "send", data = """{"type":"subscribe","symbols":["msft"]}""" });
        Symbols(await client.NextMessageAsync("subscribed")).Should().Equal("AAPL", "MSFT");
        Quote(await client.NextMessageAsync("price_update")).Should().Be(("MSFT", 2));

        await client.DoAsync(new { @do = "fragments", parts = new[] { """{"type":"unsub""", """scribe","symbols":["AA""", """PL"]}""" } });
        Symbols(await client.NextMessageAsync("unsubscribed")).Should().Equal("MSFT");
        host.Feed.Publish("AAPL", 10);
        host.Feed.Publish("MSFT", 20);
        Quote(await client.NextMessageAsync("price_update")).Should().Be(("MSFT", 20));
    }

    [NodeFact]
    public async Task Connect_Batch_OneMessageForAll()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1).With("MSFT", 2));
        await using var client = Connect(host, "?symbols=AAPL,MSFT&interval=25&batch=true");

        var data = (await client.NextMessageAsync("price_updates")).GetProperty("data");

        data.EnumerateArray().Select(quote => quote.GetProperty("symbol").GetString()).Should().Equal("AAPL", "MSFT");
    }

    [NodeFact]
    public async Task Ping_OfEitherSideAndEitherKind_Answered()
    {
        await using var host = await StreamHost.StartAsync(options: o => (o.PingInterval, o.PingTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        await using var client = Connect(host);
        await client.NextMessageAsync("open");

        await client.DoAsync(new { @do = "ping", data = "are you there" });
        (await client.NextAsync("pong")).GetProperty("data").GetString().Should().Be("are you there");
        await client.DoAsync(new { @do = "send", data = """{"type":"ping"}""" });
        (await client.NextMessageAsync("heartbeat")).GetProperty("ts").GetInt64().Should().BePositive();

        // The second comes only when the first was answered.
        await client.NextAsync("ping");
        await client.NextAsync("ping");
    }

    [NodeFact]
    public async Task Close_ByTheClient_EchoedAndTheStreamIsForgotten()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.FeedLinger = TimeSpan.Zero);
        await using var client = Connect(host, "?symbols=AAPL");
        await client.NextMessageAsync("open");

        await client.DoAsync(new { @do = "close", code = 4001, data = "enough" });

        (await client.NextAsync("close")).GetProperty("code").GetInt32().Should().Be(4001);
        await host.Feed.WhenClosed("AAPL");
        (await client.ExitAsync()).Should().Be(0);
    }

    [NodeFact]
    public async Task Close_ByTheServer_TheClientIsToldWhy()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.MaxBadMessagesPerMinute = 0);
        await using (var bad = Connect(host))
        {
            await bad.NextMessageAsync("open");
            await bad.DoAsync(new { @do = "send", data = "?" });
            (await bad.NextAsync("close")).GetProperty("code").GetInt32().Should().Be(PolicyViolation);
        }

        await using (var big = Connect(host))
        {
            await big.NextMessageAsync("open");
            await big.DoAsync(new { @do = "send", data = new string(' ', 20_000) });
            (await big.NextAsync("close")).GetProperty("code").GetInt32().Should().Be(MessageTooBig);
        }

        await using var last = Connect(host);
        await last.NextMessageAsync("open");
        await host.App.StopAsync();
        (await last.NextAsync("close")).GetProperty("code").GetInt32().Should().Be(GoingAway);
    }

    [NodeFact]
    public async Task Connect_PastTheCap_RefusedWithTheTimeToComeBack()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.MaxConnections = 1);
        await using var first = Connect(host);
        await first.NextMessageAsync("open");

        await using var second = Connect(host);

        var refused = await second.NextAsync("refused");
        refused.GetProperty("status").GetInt32().Should().Be(503);
        refused.GetProperty("retryAfter").GetString().Should().Be("15");
    }

    private static ClientProcess Connect(StreamHost host, string query = "") =>
        ClientProcess.Node("websocket.mjs", new UriBuilder(new Uri(host.Address, "/api/stream/ws" + query)) { Scheme = "ws" }.Uri);

    private static JsonElement Message(JsonElement line)
    {
        using var document = JsonDocument.Parse(line.GetProperty("data").GetString()!);
        return document.RootElement.Clone();
    }

    private static IEnumerable<string?> Symbols(JsonElement message) => message.GetProperty("symbols").EnumerateArray().Select(symbol => symbol.GetString());

    private static (string?, decimal) Quote(JsonElement message) =>
        (message.GetProperty("data").GetProperty("symbol").GetString(), message.GetProperty("data").GetProperty("price").GetDecimal());
}
