using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

public sealed class MetricsTests
{
    [Fact]
    public async Task Instruments_AllTransports_CountWhatHappened()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        using var sums = new Sums(host);
        await using (var client = await host.ConnectAsync("?symbols=AAPL&interval=25"))
        {
            await client.NextPriceAsync("AAPL");
            for (var price = 2; price <= 100; price++)
            {
                host.Feed.Publish("AAPL", price);
            }

            while (await client.NextPriceAsync("AAPL") < 100)
            {
                // Updates between; the last one is what counts.
            }

            await client.SendAsync("?");
            await client.NextAsync("error");
            await client.Socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        await using (var events = await SseClient.ConnectAsync(host.Http, "/api/stream?symbols=AAPL"))
        {
            await events.NextAsync("price_update");
        }

        await host.Http.GetStringAsync("/api/stream/poll?symbols=AAPL");
        await host.App.StopAsync();

        sums["madlab.stream.ticks"].Should().Be(100);
        (sums["madlab.stream.updates.flushed"] + sums["madlab.stream.updates.coalesced"]).Should().Be(102, "each of 100 was sent or superseded; the newest went to two more");
        sums["madlab.stream.bad_messages/websocket"].Should().Be(1);
        sums["madlab.stream.messages.received/websocket"].Should().Be(1);
        sums["madlab.stream.messages.sent/websocket"].Should().BeGreaterThanOrEqualTo(4);
        sums["madlab.stream.messages.sent/polling"].Should().Be(1);
        sums["madlab.stream.quote.age"].Should().BeGreaterThanOrEqualTo(1);
        sums["madlab.stream.tick.duration"].Should().BeGreaterThanOrEqualTo(1);
        foreach (var transport in new[] { "websocket", "sse", "polling" })
        {
            sums[$"madlab.stream.subscriptions/{transport}"].Should().Be(1);
            sums[$"madlab.stream.connections.active/{transport}"].Should().Be(0);
            sums[$"madlab.stream.connections.closed/{transport}"].Should().Be(1);
        }
    }
}
