using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Streams;

/// <summary>The WebSocket's messages, limits and closes.</summary>
public sealed class WebSocketTests(StreamHost host) : IClassFixture<StreamHost>
{
    private Uri Address => host.Host.Address;

    [Fact]
    public async Task Connect_WithSymbols_OpensWithThemThenTellsThatItIsADemoThenUpdates()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address, "?symbols=aapl,MSFT,AAPL&interval=500");

        var open = await socket.ReceiveAsync();
        open.GetProperty("type").GetString().Should().Be("open");
        Symbols(open).Should().Equal("AAPL", "MSFT");
        open.GetProperty("interval").GetInt32().Should().Be(500);
        open.GetProperty("epoch").GetString().Should().NotBeNullOrEmpty();
        open.GetProperty("reconnectMs").GetInt32().Should().BePositive();
        var source = open.GetProperty("sources").GetProperty("AAPL");
        source.GetProperty("provider").GetString().Should().Be("synthetic");
        source.GetProperty("feed").GetString().Should().NotBeNullOrEmpty();
        source.GetProperty("delaySeconds").GetInt32().Should().Be(0);
        source.GetProperty("currency").GetString().Should().Be("USD");
        var status = await socket.ReceiveAsync("status");
        status.GetProperty("liveData").GetBoolean().Should().BeTrue();
        status.GetProperty("demo").GetBoolean().Should().BeTrue();
        (await socket.ReceiveUpdateAsync("AAPL")).ShouldBeUpdate("AAPL");
        (await socket.ReceiveUpdateAsync("MSFT")).ShouldBeUpdate("MSFT");
        socket.Socket.HttpResponseHeaders!.Keys.Should().NotContain("Sec-WebSocket-Extensions");
    }

    [Theory]
    [InlineData("", 1000)]
    [InlineData("?interval=1", 250)]
    [InlineData("?interval=-5", 250)]
    [InlineData("?interval=99999", 3000)]
    [InlineData("?interval=fast", 1000)]
    [InlineData("?interval=", 1000)]
    [InlineData("?interval=750", 750)]
    public async Task Connect_Interval_IsClamped(string query, int interval)
    {
        await using var socket = await StreamSocket.ConnectAsync(Address, query);

        var open = await socket.ReceiveAsync();

        open.GetProperty("interval").GetInt32().Should().Be(interval);
        Symbols(open).Should().BeEmpty();
    }

    [Fact]
    public async Task Connect_TooManyOrWrongSymbols_OpensWithTheRestAndOneError()
    {
        var many = string.Join(',', Enumerable.Range(0, 52).Select(i => $"S{i}"));
        await using var crowded = await StreamSocket.ConnectAsync(Address, $"?symbols={many}");
        await using var wrong = await StreamSocket.ConnectAsync(Address, "?symbols=AAPL,NO!PE");

        Symbols(await crowded.ReceiveAsync("open")).Should().HaveCount(50);
        var error = await crowded.ReceiveAsync();
        error.GetProperty("type").GetString().Should().Be("error");
        error.GetProperty("code").GetString().Should().Be("TOO_MANY_SYMBOLS");
        error.GetProperty("message").GetString().Should().Contain("S51");
        Symbols(await wrong.ReceiveAsync("open")).Should().Equal("AAPL");
        error = await wrong.ReceiveAsync();
        error.GetProperty("code").GetString().Should().Be("INVALID_SYMBOL");
        error.GetProperty("message").GetString().Should().Contain("NO!PE");
    }

    [Fact]
    public async Task Subscribe_And_Unsubscribe_AnswerTheWholeSet()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address, "?symbols=AAPL");

        await socket.SendAsync("""{"type":"subscribe","symbols":["msft"," IBM ","AAPL"],"options":{"batch":true,"other":[]},"extra":1}""");
        var subscribed = await socket.ReceiveAsync("subscribed");
        Symbols(subscribed).Should().Equal("AAPL", "MSFT", "IBM");
        subscribed.GetProperty("sources").GetProperty("IBM").GetProperty("provider").GetString().Should().Be("synthetic");
        (await socket.ReceiveUpdateAsync("IBM")).ShouldBeUpdate("IBM");

        await socket.SendAsync(new { type = "unsubscribe", symbols = new[] { "AAPL", "IBM", "NEVER" } });
        Symbols(await socket.ReceiveAsync("unsubscribed")).Should().Equal("MSFT");
        for (var i = 0; i < 3; i++)
        {
            (await socket.ReceiveAsync("price_update")).GetProperty("data").GetProperty("symbol").GetString().Should().Be("MSFT");
        }
    }

    [Fact]
    public async Task Subscribe_TooManyOrBad_ChangesNothing()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address, "?symbols=AAPL");
        var many = Enumerable.Range(0, 200).Select(i => $"S{i}").ToArray();

        await socket.SendAsync(new { type = "subscribe", symbols = many });
        (await socket.ReceiveAsync("error")).GetProperty("code").GetString().Should().Be("TOO_MANY_SYMBOLS");
        await socket.SendAsync(new { type = "subscribe", symbols = new[] { "MSFT", "NO!PE" } });
        (await socket.ReceiveAsync("error")).GetProperty("code").GetString().Should().Be("INVALID_SYMBOL");
        await socket.SendAsync(new { type = "subscribe", symbols = many[..199] });

        Symbols(await socket.ReceiveAsync("subscribed")).Should().HaveCount(200);
    }

    [Fact]
    public async Task Subscribe_Throttle_CanOnlySlow()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address, "?symbols=AAPL&interval=250");
        await socket.SendAsync("""{"type":"subscribe","symbols":["AAPL"],"options":{"throttle":3000}}""");
        await socket.ReceiveAsync("subscribed");
        await socket.SendAsync("""{"type":"subscribe","symbols":["AAPL"],"options":{"throttle":250}}""");
        await socket.ReceiveAsync("subscribed");

        await socket.ReceiveUpdateAsync("AAPL");
        var first = (await socket.ReceiveUpdateAsync("AAPL")).GetProperty("timestamp").GetInt64();
        var second = (await socket.ReceiveUpdateAsync("AAPL")).GetProperty("timestamp").GetInt64();

        // By the values' own times, not by when they were read: 3 s apart, less what the quote's own pace takes.
        (second - first).Should().BeGreaterThan(2000);
    }

    [Fact]
    public async Task Ping_IsAnsweredByAHeartbeat()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address);
        await socket.ReceiveAsync("open");

        await socket.SendAsync("""{"type":"ping","more":true}""");
        var answer = await socket.ReceiveAsync("heartbeat");
        await socket.SendAsync("""{"type":"heartbeat_response"}""");
        await socket.SendAsync("""{"type":"ping"}""");
        await socket.ReceiveAsync("heartbeat");

        answer.GetProperty("ts").ValueKind.Should().Be(JsonValueKind.Number);
    }

    [Fact]
    public async Task Quiet_Connection_GetsHeartbeats()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address);
        await socket.ReceiveAsync("open");

        var first = (await socket.ReceiveAsync("heartbeat")).GetProperty("ts").GetInt64();
        var second = (await socket.ReceiveAsync("heartbeat")).GetProperty("ts").GetInt64();

        (second - first).Should().BeInRange(4000, 20_000, "one when nothing else was sent for 5 s");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"ping\"")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":"PING"}""")]
    [InlineData("""{"type":"unheard-of"}""")]
    [InlineData("""{"type":"subscribe"}""")]
    [InlineData("""{"type":"subscribe","symbols":"AAPL"}""")]
    [InlineData("""{"type":"unsubscribe","symbols":{}}""")]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("")]
    public async Task Message_Bad_IsAnErrorAndTheConnectionLives(string message)
    {
        await using var socket = await StreamSocket.ConnectAsync(Address);

        await socket.SendAsync(message);
        var error = await socket.ReceiveAsync("error");
        await socket.SendAsync("""{"type":"ping"}""");

        error.GetProperty("code").GetString().Should().Be("BAD_MESSAGE");
        error.GetProperty("message").GetString().Should().Be("Invalid message format");
        await socket.ReceiveAsync("heartbeat");
    }

    [Fact]
    public async Task Message_Binary_IsBad()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address);

        await socket.SendAsync("""{"type":"ping"}""", WebSocketMessageType.Binary);

        (await socket.ReceiveAsync("error")).GetProperty("code").GetString().Should().Be("BAD_MESSAGE");
    }

    [Fact]
    public async Task Message_InFragments_IsRead()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address);

        await socket.SendAsync("""{"type":"sub""", isEnd: false);
        await socket.SendAsync("""scribe","symbols":[""", isEnd: false);
        await socket.SendAsync("\"IBM\"]}");

        Symbols(await socket.ReceiveAsync("subscribed")).Should().Equal("IBM");
    }

    [Fact]
    public async Task Message_TwentyOneBad_CloseByPolicy()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address);
        for (var i = 0; i < 20; i++)
        {
            await socket.SendAsync("bad");
            await socket.ReceiveAsync("error");
        }

        await socket.SendAsync("bad");

        (await socket.ReceiveCloseAsync()).Should().Be(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task Message_Over16KiB_ClosesAsTooBig()
    {
        await using var fits = await StreamSocket.ConnectAsync(Address);
        await fits.SendAsync($$"""{"type":"ping","pad":"{{new string('x', (16 * 1024) - 24)}}"}""");
        await fits.ReceiveAsync("heartbeat");
        await using var socket = await StreamSocket.ConnectAsync(Address);

        await socket.SendAsync($$"""{"type":"ping","pad":"{{new string('x', 16 * 1024)}}"}""");

        (await socket.ReceiveCloseAsync()).Should().Be(WebSocketCloseStatus.MessageTooBig);
    }

    [Fact]
    public async Task Close_ByTheClient_IsAnswered()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address, "?symbols=AAPL");
        await socket.ReceiveAsync("open");

        await socket.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        socket.Socket.State.Should().Be(WebSocketState.Closed);
        socket.Socket.CloseStatus.Should().Be(WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task Batch_SendsOneMessageForAllSymbols()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address, "?symbols=AAPL,MSFT,IBM&interval=250&batch=true");

        var batch = await socket.ReceiveAsync(m => m.GetProperty("type").GetString() == "price_updates" && m.GetProperty("data").GetArrayLength() == 3);

        batch.GetProperty("data").EnumerateArray().Select(u => u.GetProperty("symbol").GetString()).Should().BeEquivalentTo("AAPL", "MSFT", "IBM");
        foreach (var update in batch.GetProperty("data").EnumerateArray())
        {
            update.ShouldBeUpdate(update.GetProperty("symbol").GetString()!);
        }
    }

    [Fact]
    public async Task Updates_OfTheSyntheticQuote_ChangeAtLeastFourTimesASecond()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address, "?symbols=AAPL&interval=250");
        await socket.ReceiveUpdateAsync("AAPL");
        var updates = new List<JsonElement>();
        for (var i = 0; i < 13; i++)
        {
            updates.Add(await socket.ReceiveUpdateAsync("AAPL"));
        }

        updates.Select(u => u.GetProperty("seq").GetInt64()).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        updates.Select(u => u.GetProperty("timestamp").GetInt64()).Should().BeInAscendingOrder();

        // The price is never where it was 200 or 400 ms ago; a machine too busy to send in time may meet an older one again.
        var moves = updates.Zip(updates.Skip(1), (a, b) => (Elapsed: Number(b, "timestamp") - Number(a, "timestamp"), Moved: Number(a, "price") != Number(b, "price"))).ToList();
        moves.Where(m => m.Elapsed <= 400).Should().NotBeEmpty().And.OnlyContain(m => m.Moved, "a demonstration is never frozen");

        // By the values' own times: 12 steps of a quarter second, and nearly as much again for a busy machine.
        (updates[^1].GetProperty("timestamp").GetInt64() - updates[0].GetProperty("timestamp").GetInt64()).Should().BeInRange(12 * 200, 12 * 450);
    }

    [Fact]
    public async Task Updates_Agree_WithTheKpis()
    {
        await using var socket = await StreamSocket.ConnectAsync(Address, "?symbols=KPIS&interval=250");
        var update = await socket.ReceiveUpdateAsync("KPIS");

        var kpis = (await host.Client.AskAsync("/api/market?symbol=KPIS&type=kpis")).ShouldBeJson();

        kpis.GetProperty("price").GetDouble().Should().BeApproximately(update.GetProperty("price").GetDouble(), update.GetProperty("price").GetDouble() * 0.01);
    }

    [Fact]
    public async Task Handshake_ForeignOrigin_IsForbidden()
    {
        var refused = async () => await StreamSocket.ConnectAsync(Address, "", "https://evil.example");
        (await refused.Should().ThrowAsync<WebSocketException>()).Which.Message.Should().Contain("403");
        await using var own = await StreamSocket.ConnectAsync(Address, "", $"http://{Address.Authority}");
        await own.ReceiveAsync("open");
    }

    [Fact]
    public async Task Handshake_NoUpgrade_IsAProblem()
    {
        var answer = await host.Client.AskAsync("/api/stream/ws?symbols=AAPL");

        answer.Status.Should().BeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.UpgradeRequired);
        answer.ShouldBeProblem(answer.Status, "UPGRADE_REQUIRED");
    }

    private static decimal Number(JsonElement update, string name) => update.GetProperty(name).GetDecimal();

    private static IEnumerable<string?> Symbols(JsonElement message) => message.GetProperty("symbols").EnumerateArray().Select(s => s.GetString());
}
