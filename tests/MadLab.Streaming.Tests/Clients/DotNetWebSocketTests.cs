using System.Net;
using System.Net.WebSockets;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace MadLab.Streaming.Tests.Clients;

/// <summary>.NET's own client, over HTTP/1.1 and over HTTP/2 (RFC 8441).</summary>
public sealed class DotNetWebSocketTests
{
    public static TheoryData<HttpProtocols> Protocols => [HttpProtocols.Http1, HttpProtocols.Http2];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Subscribe_ThenUnsubscribe_TheSetAndItsValuesFollow(HttpProtocols protocols)
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1).With("MSFT", 2), protocols: protocols);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var client = await ConnectAsync(host, protocols, invoker, "?symbols=AAPL&interval=25");
        (await client.NextPriceAsync("AAPL")).Should().Be(1);

        await client.SendAsync("""{"type":"subscribe","symbols":["MSFT"]}""");
        (await client.NextAsync("subscribed")).GetProperty("symbols").GetArrayLength().Should().Be(2);
        (await client.NextPriceAsync("MSFT")).Should().Be(2);
        await client.SendAsync("""{"type":"unsubscribe","symbols":["AAPL"]}""");
        (await client.NextAsync("unsubscribed")).GetProperty("symbols").GetArrayLength().Should().Be(1);
        host.Feed.Publish("MSFT", 20);
        (await client.NextPriceAsync("MSFT")).Should().Be(20);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Connect_Batch_OneMessageForAll(HttpProtocols protocols)
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1).With("MSFT", 2), protocols: protocols);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var client = await ConnectAsync(host, protocols, invoker, "?symbols=AAPL,MSFT&interval=25&batch=true");

        (await client.NextAsync("price_updates")).GetProperty("data").GetArrayLength().Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Host_Stops_Closed1001(HttpProtocols protocols)
    {
        await using var host = await StreamHost.StartAsync(protocols: protocols);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var client = await ConnectAsync(host, protocols, invoker);
        await client.NextAsync("open");

        var stopping = host.App.StopAsync();

        (await client.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.EndpointUnavailable);
        await client.AnswerCloseAsync();
        await stopping;
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Close_ByTheClient_EchoedAndTheStreamIsForgotten(HttpProtocols protocols)
    {
        await using var host = await StreamHost.StartAsync(options: o => o.FeedLinger = TimeSpan.Zero, protocols: protocols);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var client = await ConnectAsync(host, protocols, invoker, "?symbols=AAPL");
        await client.NextAsync("open");

        await client.Socket.CloseAsync((WebSocketCloseStatus)4001, "enough", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        client.Socket.CloseStatus.Should().Be((WebSocketCloseStatus)4001);
        await host.Feed.WhenClosed("AAPL");
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Message_TooLong_Closed1009(HttpProtocols protocols)
    {
        await using var host = await StreamHost.StartAsync(protocols: protocols);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var client = await ConnectAsync(host, protocols, invoker);

        await client.SendAsync(new string(' ', 100_000));

        (await client.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.MessageTooBig);
    }

    [Fact]
    public async Task Http2_OneStreamIsNotRead_AnotherOfTheSameConnectionGoesOn()
    {
        await using var host = await StreamHost.StartAsync(
            Stalling.Feed(),
            o => (o.SlowClientTimeout, o.FeedLinger) = (TimeSpan.FromMilliseconds(500), TimeSpan.Zero),
            protocols: HttpProtocols.Http2);
        var connections = 0;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                Interlocked.Increment(ref connections);
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        });
        await using var healthy = await ConnectAsync(host, HttpProtocols.Http2, invoker, "?symbols=PULSE&interval=25");
        await using var stalled = await ConnectAsync(host, HttpProtocols.Http2, invoker, Stalling.Query);
        await host.Feed.WhenOpened("PULSE");
        await host.Feed.WhenOpened("STALL50");
        var dropped = host.Feed.WhenClosed("STALL50");
        var (round, last) = (0, 0m);

        while (!dropped.IsCompleted)
        {
            Stalling.PublishAll(host.Feed, round++);
            var price = await healthy.NextPriceAsync("PULSE");
            price.Should().BeGreaterThan(last);
            last = price;
        }

        await dropped;
        connections.Should().Be(1, "both are streams of one connection");
        host.Feed.Publish("PULSE", 1_000_000);
        while (await healthy.NextPriceAsync("PULSE") < 1_000_000)
        {
            // Those that were under way.
        }
    }

    [Fact]
    public async Task Http2_ClientDoesNotAnswerTheClose_HoldsUpNoStop()
    {
        await using var host = await StreamHost.StartAsync(protocols: HttpProtocols.Http2);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var mute = await ConnectAsync(host, HttpProtocols.Http2, invoker);
        await mute.NextAsync("open");

        var stopping = host.App.StopAsync();

        (await mute.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.EndpointUnavailable);

        // A host's own patience is 30 s.
        await stopping.WaitAsync(TimeSpan.FromSeconds(15));
    }

    private static Task<WsClient> ConnectAsync(StreamHost host, HttpProtocols protocols, HttpMessageInvoker invoker, string query = "") => WsClient.ConnectAsync(
        host.Address,
        "/api/stream/ws" + query,
        o =>
        {
            o.HttpVersion = protocols == HttpProtocols.Http2 ? HttpVersion.Version20 : HttpVersion.Version11;
            o.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        },
        invoker);
}
