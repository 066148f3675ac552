using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

public sealed class SlowClientTests
{
    [Theory]
    [InlineData("websocket")]
    [InlineData("batch")]
    [InlineData("sse")]
    public async Task Client_ThatDoesNotRead_IsDroppedAndHoldsUpNobody(string kind)
    {
        await using var host = await StreamHost.StartAsync(Stalling.Feed(), o =>
        {
            o.SlowClientTimeout = TimeSpan.FromMilliseconds(500);
            o.FeedLinger = TimeSpan.Zero;
        });
        await using var healthy = await host.ConnectAsync("?symbols=PULSE&interval=25");
        using var stalled = kind == "sse"
            ? await RawSocket.OpenAsync(host.Address, Stalling.Events, receiveBuffer: 4096)
            : await RawSocket.ConnectAsync(host.Address, Stalling.WebSocket + (kind == "batch" ? "&batch=true" : ""), receiveBuffer: 4096);
        await host.Feed.WhenOpened("PULSE");
        await host.Feed.WhenOpened("STALL50");
        var dropped = host.Feed.WhenClosed("STALL50");
        var (round, last, mostQueued) = (0, 0m, 0L);

        while (!dropped.IsCompleted)
        {
            Stalling.PublishAll(host.Feed, round++);
            var price = await healthy.NextPriceAsync("PULSE");
            price.Should().BeGreaterThan(last);
            last = price;
            mostQueued = Math.Max(mostQueued, KernelQueue.UnsentTo(stalled.LocalPort));
        }

        await Task.WhenAll(Enumerable.Range(1, 50).Select(i => host.Feed.WhenClosed($"STALL{i}")));
        host.Status.Symbols.Should().Be(1);

        // Without a bound the kernel takes a megabyte of what will be stale; with it about the bound.
        mostQueued.Should().BeLessThan(64 * 1024);
    }
}
