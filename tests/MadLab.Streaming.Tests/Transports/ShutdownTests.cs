using System.Diagnostics;
using System.Net.WebSockets;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace MadLab.Streaming.Tests.Transports;

public sealed class ShutdownTests(ITestOutputHelper output)
{
    private const int Each = 100;

    // Well under the 30 s that an open stream would hold the host for, well over what a busy machine needs.
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Stop_OpenStreamsOfAllKinds_AllEndCleanlyAndNothingHoldsTheHost()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        var sockets = await Task.WhenAll(Enumerable.Range(0, Each).Select(_ => host.ConnectAsync("?symbols=AAPL")));
        var streams = await Task.WhenAll(Enumerable.Range(0, Each).Select(_ => SseClient.ConnectAsync(host.Http, "/api/stream?symbols=AAPL")));
        await Task.WhenAll(sockets.Select(s => s.NextAsync("price_update")));
        await Task.WhenAll(streams.Select(s => s.NextAsync("price_update")));
        using var first = System.Text.Json.JsonDocument.Parse(await host.Http.GetStringAsync("/api/stream/poll?symbols=AAPL"));
        var cursor = first.RootElement.GetProperty("cursor").GetString();
        var polls = Enumerable.Range(0, Each).Select(_ => host.Http.GetStringAsync($"/api/stream/poll?symbols=AAPL&wait=25000&since={cursor}")).ToList();

        // Neither reads nor answers.
        using var mute = await RawSocket.ConnectAsync(host.Address, "/api/stream/ws?symbols=AAPL");
        using var muteEvents = await RawSocket.OpenAsync(host.Address, "/api/stream?symbols=AAPL", null);
        var sequence = host.App.Services.GetService(typeof(IQuoteSource)).As<IQuoteSource>().SubscribeAsync([Symbol.Parse("AAPL")]).ToListAsync().AsTask();

        using (var guard = new CancellationTokenSource(Guard))
        {
            while (host.Status.Connections < (3 * Each) + 2)
            {
                await Task.Delay(10, guard.Token);
            }
        }

        var started = Stopwatch.GetTimestamp();
        var stop = host.App.StopAsync();
        var closing = Task.WhenAll(sockets.Select(async s => (Status: await s.NextAsync("status"), Close: await s.UntilClosedAsync())));
        var ending = Task.WhenAll(streams.Select(async s => (Status: await s.NextAsync("status"), After: await s.ReceiveAsync(), s.Reconnection)));
        var answers = await Task.WhenAll(polls).WaitAsync(Guard);
        var (closes, ends) = (await closing, await ending);
        output.WriteLine($"{3 * Each} clients: all were told after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms.");

        closes.Select(c => c.Close).Should().AllBeEquivalentTo(WebSocketCloseStatus.EndpointUnavailable);
        ends.Should().OnlyContain(e => e.After == null, "the stream ends as a whole body does");
        ends.Should().OnlyContain(e => e.Reconnection.TotalMilliseconds == e.Status.GetProperty("reconnectMs").GetInt32());
        answers.Should().OnlyContain(a => a.Contains("\"updates\":[]"));
        var waits = closes.Select(c => c.Status).Concat(ends.Select(e => e.Status)).Select(s => s.GetProperty("reconnectMs").GetInt32()).ToList();
        waits.Should().OnlyContain(w => w >= 2_000 && w <= 4_000);
        waits.Distinct().Should().HaveCountGreaterThan(Each, "all at once is what the wait is to prevent");
        (await sequence.WaitAsync(Guard)).Should().ContainSingle();
        foreach (var socket in sockets)
        {
            await socket.AnswerCloseAsync();
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
