using System.Net.WebSockets;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

public sealed class ShutdownTests
{
    // Well under the 30 s that an open stream would hold the host for, well over what a busy machine needs.
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Stop_OpenStreamsOfAllKinds_AllEndCleanlyAndNothingHoldsTheHost()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        var sockets = new List<WsClient>();
        var streams = new List<SseClient>();
        for (var i = 0; i < 20; i++)
        {
            sockets.Add(await host.ConnectAsync("?symbols=AAPL"));
            await sockets[^1].NextAsync("price_update");
            streams.Add(await SseClient.ConnectAsync(host.Http, "/api/stream?symbols=AAPL"));
            await streams[^1].NextAsync("price_update");
        }

        using var first = System.Text.Json.JsonDocument.Parse(await host.Http.GetStringAsync("/api/stream/poll?symbols=AAPL"));
        var cursor = first.RootElement.GetProperty("cursor").GetString();
        var poll = host.Http.GetStringAsync($"/api/stream/poll?symbols=AAPL&wait=25000&since={cursor}");

        // Neither reads nor answers.
        using var mute = await RawSocket.ConnectAsync(host.Address, "/api/stream/ws?symbols=AAPL");
        using var muteEvents = await RawSocket.OpenAsync(host.Address, "/api/stream?symbols=AAPL", null);
        var sequence = host.App.Services.GetService(typeof(IQuoteSource)).As<IQuoteSource>().SubscribeAsync([Symbol.Parse("AAPL")]).ToListAsync().AsTask();

        var stop = host.App.StopAsync();
        var closes = await Task.WhenAll(sockets.Select(s => s.UntilClosedAsync()));
        foreach (var stream in streams)
        {
            (await stream.NextAsync("status")).GetProperty("reconnectMs").GetInt32().Should().BeInRange(2_000, 4_000);
            (await stream.ReceiveAsync()).Should().BeNull("the stream ends as a whole body does");
        }

        closes.Should().AllBeEquivalentTo(WebSocketCloseStatus.EndpointUnavailable);
        (await poll.WaitAsync(Guard)).Should().Contain("\"updates\":[]");
        (await sequence.WaitAsync(Guard)).Should().ContainSingle();
        foreach (var socket in sockets)
        {
            await socket.Socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, CancellationToken.None);
        }

        await stop.WaitAsync(Guard);
    }

    [Fact]
    public async Task Stop_StalledClients_AreCutOff()
    {
        await using var host = await StreamHost.StartAsync(Stalling.Feed(), o => o.SlowClientTimeout = TimeSpan.FromMinutes(5));
        using var socket = await RawSocket.ConnectAsync(host.Address, Stalling.WebSocket, receiveBuffer: 4096);
        using var events = await RawSocket.OpenAsync(host.Address, Stalling.Events, receiveBuffer: 4096);
        await using var healthy = await host.ConnectAsync("?symbols=PULSE&interval=25");
        await host.Feed.WhenOpened("PULSE");
        await host.Feed.WhenOpened("STALL50");
        for (var i = 0; i < 100; i++)
        {
            Stalling.PublishAll(host.Feed, i);
            await healthy.NextPriceAsync("PULSE");
        }

        await host.App.StopAsync().WaitAsync(Guard);

        host.Status.Connections.Should().Be(0);
    }
}
