using System.Net.WebSockets;
using FluentAssertions;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

public sealed class ChurnTests
{
    [Fact]
    public async Task Clients_ComeAndGoInEveryWay_NothingIsLeftBehind()
    {
        const int Rounds = 60;
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1), o => o.FeedLinger = TimeSpan.Zero);
        await Parallel.ForEachAsync(Enumerable.Range(0, Rounds), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (round, cancellation) =>
        {
            // Each symbol has one listener, so its upstream's end is the connection's.
            await using (var polite = await host.ConnectAsync($"?symbols=AAPL,P{round}&interval=25"))
            {
                await polite.NextPriceAsync("AAPL");
                await polite.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
            }

            await using (var rude = await host.ConnectAsync($"?symbols=AAPL,R{round}&interval=25"))
            {
                await rude.NextAsync("open");
            }

            await using (var events = await SseClient.ConnectAsync(host.Http, $"/api/stream?symbols=AAPL,E{round}&interval=25"))
            {
                await events.NextAsync("open");
            }

            await host.Feed.WhenClosed($"P{round}");
            await host.Feed.WhenClosed($"R{round}");
            await host.Feed.WhenClosed($"E{round}");
        });

        await host.Feed.WhenClosed("AAPL");
        host.Status.Symbols.Should().Be(0);
        await host.App.StopAsync();
        host.Status.Connections.Should().Be(0);
        host.App.Services.GetRequiredService<StreamRuntime>().Loops.Snapshot().Should().BeEmpty();
    }
}
