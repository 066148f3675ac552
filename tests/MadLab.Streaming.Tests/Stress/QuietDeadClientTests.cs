using System.Diagnostics;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace MadLab.Streaming.Tests.Stress;

/// <summary>A client that is gone without a word while nothing but heartbeats is sent: no buffer fills, and nothing waits to be written.</summary>
/// <remarks>On the machine's clock, which is the kernel's: its retransmissions are what gives the dead away.</remarks>
public sealed class QuietDeadClientTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("websocket")]
    [InlineData("sse")]
    public async Task CablePulled_NothingButHeartbeats_IsDropped(string kind)
    {
        using var cable = Cable.TryLay();
        await using var host = await StreamHost.StartAsync(
            new FakeFeed().With("OWN", 1),
            o =>
            {
                o.FeedLinger = TimeSpan.Zero;
                o.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
                o.SlowClientTimeout = TimeSpan.FromSeconds(1);
                o.PingInterval = TimeSpan.Zero;
            },
            builder => cable?.ConnectTo(builder));
        using var line = new Line(cable is null ? null : cable.NewSocket);
        var address = cable?.AddressOf(host) ?? host.Address;
        using var http = new HttpClient(line.Handler, disposeHandler: false) { BaseAddress = address };
        await using var client = kind == "sse"
            ? (IAsyncDisposable)await SseClient.ConnectAsync(http, "/api/stream?symbols=OWN")
            : await WsClient.ConnectAsync(address, "/api/stream/ws?symbols=OWN", invoker: new HttpMessageInvoker(line.Handler, disposeHandler: false));
        await (client is WsClient socket ? socket.NextAsync("heartbeat") : ((SseClient)client).NextAsync("heartbeat"));
        var gone = host.Feed.WhenClosed("OWN");
        gone.IsCompleted.Should().BeFalse();
        cable?.Pull();
        if (cable is null)
        {
            output.WriteLine("No network namespace can be made here: the client leaves instead, which the host hears of.");
            await client.DisposeAsync();
        }

        var pulled = Stopwatch.GetTimestamp();
        await gone.WaitAsync(Guard);
        output.WriteLine($"{kind}: gone {Stopwatch.GetElapsedTime(pulled).TotalSeconds:0.0} s after the cable was pulled; two heartbeats a second, 1 s for a stalled client.");
    }
}
