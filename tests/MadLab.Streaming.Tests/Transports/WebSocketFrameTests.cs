using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

/// <summary>RFC 6455 below the messages, and the close codes.</summary>
public sealed class WebSocketFrameTests
{
    private const int Continuation = 0;
    private const int Text = 1;
    private const int Close = 8;
    private const int Ping = 9;
    private const int Pong = 10;

    [Fact]
    public async Task Ping_BetweenFragments_AnsweredAndTheMessageIsWhole()
    {
        await using var host = await StreamHost.StartAsync();
        using var raw = await RawSocket.ConnectAsync(host.Address, "/api/stream/ws");
        await raw.NextFrameAsync(Text);

        await raw.SendFrameAsync(Text, "{\"type\":"u8.ToArray(), fin: false);
        await raw.SendFrameAsync(Ping, "abc"u8.ToArray());
        await raw.SendFrameAsync(Continuation, "\"ping\"}"u8.ToArray());

        var (opcode, payload) = await raw.ReadFrameAsync();
        opcode.Should().Be(Pong);
        payload.Should().Equal("abc"u8.ToArray());
        Encoding.UTF8.GetString((await raw.NextFrameAsync(Text))!).Should().Contain("heartbeat");
    }

    [Fact]
    public async Task Close_WithoutACode_AnsweredAndEnded()
    {
        await using var host = await StreamHost.StartAsync();
        using var raw = await RawSocket.ConnectAsync(host.Address, "/api/stream/ws");

        await raw.SendFrameAsync(Close, []);

        CodeOf((await raw.NextFrameAsync(Close))!).Should().Be(1000);
        (await raw.ReadFrameAsync()).Opcode.Should().Be(-1, "the server ends the connection after the handshake");
    }

    [Fact]
    public async Task Text_NotUtf8_EndsThatConnectionAlone()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        await using var other = await host.ConnectAsync("?symbols=AAPL&interval=25");
        using var raw = await RawSocket.ConnectAsync(host.Address, "/api/stream/ws");
        await raw.NextFrameAsync(Text);

        await raw.SendFrameAsync(Text, [0xC3, 0x28]);

        CodeOf((await raw.NextFrameAsync(Close))!).Should().Be(1007);
        host.Feed.Publish("AAPL", 2);
        (await other.NextPriceAsync("AAPL")).Should().Be(1);
        (await other.NextPriceAsync("AAPL")).Should().Be(2);
    }

    [Fact]
    public async Task Frame_WithoutAMask_Closes1002()
    {
        await using var host = await StreamHost.StartAsync();
        using var raw = await RawSocket.ConnectAsync(host.Address, "/api/stream/ws");
        await raw.NextFrameAsync(Text);

        await raw.SendFrameAsync(Text, """{"type":"ping"}"""u8.ToArray(), masked: false);

        CodeOf((await raw.NextFrameAsync(Close))!).Should().Be(1002);
    }

    [Fact]
    public async Task Frame_ReservedOpcodeWithMoreBehindIt_Closes1002()
    {
        await using var host = await StreamHost.StartAsync();
        using var raw = await RawSocket.ConnectAsync(host.Address, "/api/stream/ws");
        await raw.NextFrameAsync(Text);

        await raw.SendFrameAsync(3, new byte[30_000]);

        CodeOf((await raw.NextFrameAsync(Close))!).Should().Be(1002);
    }

    [Fact]
    public async Task Message_OfTheMostBytes_Read()
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var message = """{"type":"ping"}""";

        await client.SendAsync(message + new string(' ', (16 * 1024) - message.Length));

        (await client.NextAsync("heartbeat")).GetProperty("ts").GetInt64().Should().BePositive();
    }

    [Fact]
    public async Task Message_OneByteTooLong_Closes1009()
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var message = """{"type":"ping"}""";

        await client.SendAsync(message + new string(' ', (16 * 1024) - message.Length + 1));

        (await client.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.MessageTooBig);
    }

    [Fact]
    public async Task Message_EndlessFragments_Closes1009()
    {
        await using var host = await StreamHost.StartAsync();
        using var raw = await RawSocket.ConnectAsync(host.Address, "/api/stream/ws");
        await raw.SendFrameAsync(Text, new byte[4000], fin: false);
        for (var i = 0; i < 4; i++)
        {
            await raw.SendFrameAsync(Continuation, new byte[4000], fin: false);
        }

        CodeOf((await raw.NextFrameAsync(Close))!).Should().Be(1009);
    }

    [Theory]
    [InlineData("?", "BAD_MESSAGE")]
    [InlineData("""{"type":"subscribe","symbols":["b@d!"]}""", "INVALID_SYMBOL")]
    [InlineData("""{"type":"unsubscribe","symbols":["b@d!"]}""", "INVALID_SYMBOL")]
    [InlineData("""{"type":"subscribe","symbols":["A","B"]}""", "TOO_MANY_SYMBOLS")]
    public async Task BadMessages_TwentyInAMinute_AreForgivenTheNextCloses1008(string message, string code)
    {
        await using var host = await StreamHost.StartAsync(options: o => o.MaxSymbolsPerConnection = 1);
        await using var client = await host.ConnectAsync();
        for (var i = 0; i < 20; i++)
        {
            await client.SendAsync(message);
            (await client.NextAsync("error")).GetProperty("code").GetString().Should().Be(code);
        }

        await client.SendAsync("""{"type":"ping"}""");
        await client.NextAsync("heartbeat");
        await client.SendAsync(message);

        (await client.UntilClosedAsync().WaitAsync(TimeSpan.FromSeconds(30))).Should().Be(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task Subscribe_HubIsFull_IsNotTheClientsFault()
    {
        await using var host = await StreamHost.StartAsync(options: o => (o.MaxSymbols, o.MaxBadMessagesPerMinute) = (1, 0));
        await using var client = await host.ConnectAsync("?symbols=AAPL");
        await client.NextAsync("open");

        await client.SendAsync("""{"type":"subscribe","symbols":["MSFT"]}""");

        (await client.NextAsync("error")).GetProperty("code").GetString().Should().Be("UPSTREAM_UNAVAILABLE");
        await client.SendAsync("""{"type":"ping"}""");
        await client.NextAsync("heartbeat");
    }

    [Fact]
    public async Task Client_VanishesWithoutAWord_IsForgotten()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.FeedLinger = TimeSpan.Zero);
        var raw = await RawSocket.ConnectAsync(host.Address, "/api/stream/ws?symbols=AAPL");
        await raw.NextFrameAsync(Text);

        raw.Dispose();

        await host.Feed.WhenClosed("AAPL");
        host.Status.Symbols.Should().Be(0);
    }

    [Fact]
    public async Task Client_NeitherReadsNorAnswersPings_IsDropped()
    {
        await using var host = await StreamHost.StartAsync(
            options: o =>
            {
                o.PingInterval = TimeSpan.FromSeconds(1);
                o.PingTimeout = TimeSpan.FromSeconds(1);
                o.FeedLinger = TimeSpan.Zero;
            },
            before: app => Microsoft.AspNetCore.Builder.WebSocketMiddlewareExtensions.UseWebSockets(app));
        using var raw = await RawSocket.ConnectAsync(host.Address, "/api/stream/ws?symbols=AAPL");
        await host.Feed.WhenOpened("AAPL");

        await host.Feed.WhenClosed("AAPL");

        host.Status.Symbols.Should().Be(0);
    }

    private static int CodeOf(byte[] payload) => BinaryPrimitives.ReadUInt16BigEndian(payload);
}
