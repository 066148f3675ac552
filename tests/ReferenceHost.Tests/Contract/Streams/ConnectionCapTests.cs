using System.Net.WebSockets;
using System.Text;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Streams;

/// <summary>The caps on connections: of one address, and in all.</summary>
public sealed class ConnectionCapTests
{
    [Fact]
    public async Task Connect_MoreThanAHundredOfOneAddress_IsRefusedPerTransport()
    {
        await using var host = await HostProcess.StartAsync();
        var sockets = new List<StreamSocket>();
        try
        {
            for (var i = 0; i < 100; i++)
            {
                sockets.Add(await StreamSocket.ConnectAsync(host.Address));
            }

            await ShouldBeOverloadedAsync(host);
            var poll = await host.Client.AskAsync("/api/stream/poll?symbols=AAPL");
            poll.ShouldBeProblem(System.Net.HttpStatusCode.ServiceUnavailable, "OVERLOADED");
            poll.Header("Retry-After").Should().MatchRegex("^[1-9][0-9]*$");

            // A place that is given back is taken again.
            await sockets[0].Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
            await Eventually.AskAsync(() => host.Client.AskAsync("/api/stream/poll?symbols=AAPL"), a => a.Status == System.Net.HttpStatusCode.OK);
        }
        finally
        {
            foreach (var socket in sockets)
            {
                await socket.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Variable_LiftsTheCapOfAnAddressAndNotTheOneInAll()
    {
        await using var host = await HostProcess.StartAsync(
            new Dictionary<string, string?> { ["DISABLE_RATE_LIMIT"] = "true", ["MadLab__Streaming__MaxConnections"] = "120" });
        var sockets = new List<StreamSocket>();
        try
        {
            for (var i = 0; i < 120; i++)
            {
                sockets.Add(await StreamSocket.ConnectAsync(host.Address));
            }

            await ShouldBeOverloadedAsync(host);
        }
        finally
        {
            foreach (var socket in sockets)
            {
                await socket.DisposeAsync();
            }
        }
    }

    private static async Task ShouldBeOverloadedAsync(HostProcess host)
    {
        var refused = async () => await StreamSocket.ConnectAsync(host.Address);
        (await refused.Should().ThrowAsync<WebSocketException>()).Which.Message.Should().Contain("503");
        var handshake = await RawHttp.SendAsync(host.Address, Encoding.ASCII.GetBytes(
            $"GET /api/stream/ws HTTP/1.1\r\nHost: {host.Address.Authority}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        handshake.Should().StartWith("HTTP/1.1 503").And.MatchRegex("\r\nRetry-After: [1-9][0-9]*\r\n");

        // As a stream that ends: any other status would make an EventSource give up for good.
        await using var events = await EventStream.OpenAsync(host.Client, "/api/stream?symbols=AAPL");
        events.Response.StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
        var only = await events.ReadAsync("stream_error");
        only.Retry.Should().Be(15_000);
        only.Json.GetProperty("code").GetString().Should().Be("OVERLOADED");
        (await events.ReadAsync()).Should().BeNull();
    }
}
