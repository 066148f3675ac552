using System.Diagnostics;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Xunit.Abstractions;

namespace MadLab.Streaming.Tests.Stress;

/// <summary>A deployment: one host after the other stops, with everybody connected.</summary>
[Collection(Alone.Name)]
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    // The contract's; the test's own work, hundreds of clients in the same process, is within it.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Symbols = [.. Enumerable.Range(1, 20).Select(i => $"ROLL{i}")];
    private static readonly int Clients = RandomRun.IsLong ? 1_000 : 300;

    [Fact]
    public async Task Hosts_RestartOneAfterTheOther_NoClientIsLostAndAllEndOnTheNewest()
    {
        await WarmUpAsync();
        var feed = new CounterFeed();
        await using var first = await StartAsync(feed);
        await using var second = await StartAsync(feed);
        var current = first;
        var clients = Enumerable.Range(0, Clients)
            .Select(i => new RollingClient(i % 10 == 0 ? "poll" : i % 2 == 0 ? "sse" : "websocket", Symbols, () => Volatile.Read(ref current)))
            .ToList();
        var streams = clients.Where((_, i) => i % 10 != 0).ToList();
        using var publishing = new CancellationTokenSource();
        var publisher = PublishAsync(feed, publishing.Token);
        var running = clients.ConvertAll(c => c.RunAsync());
        await WhenAsync(running, () => clients.TrueForAll(c => c.Connections > 0) && first.Status.Connections >= streams.Count);

        Volatile.Write(ref current, second);
        await StopAsync(first, streams, running);
        await WhenAsync(running, () => streams.TrueForAll(c => c.Connections == 2));
        ShouldBeSpread(streams, 0);

        await using var third = await StartAsync(feed);
        Volatile.Write(ref current, third);
        await StopAsync(second, streams, running);
        await WhenAsync(running, () => streams.TrueForAll(c => c.Connections == 3));
        ShouldBeSpread(streams, 1);

        await publishing.CancelAsync();
        await publisher;
        await WhenAsync(running, () => clients.TrueForAll(c => c.Has(feed)));
        clients.ForEach(c => c.Finish());
        await StopAsync(third, streams, running);
        await Task.WhenAll(running).WaitAsync(Guard);
        await WhenAsync(running, () => feed.OpenCount == 0);
    }

    private static Task<StreamHost> StartAsync(CounterFeed feed) => StreamHost.StartAsync(
        options: o => (o.ReconnectDelay, o.FeedLinger, o.PollLinger) = (Delay, TimeSpan.Zero, TimeSpan.Zero),
        build: builder => builder.Services.AddSingleton<IQuoteFeed>(feed));

    // What is compiled when it first runs is not the host's time to stop.
    private static async Task WarmUpAsync()
    {
        var feed = new CounterFeed();
        await using var host = await StartAsync(feed);
        List<RollingClient> clients = [new("sse", Symbols, () => host), new("websocket", Symbols, () => host)];
        var running = clients.ConvertAll(c => c.RunAsync());
        await WhenAsync(running, () => clients.TrueForAll(c => c.Has(feed)));
        clients.ForEach(c => c.Finish());
        await host.App.StopAsync().WaitAsync(Guard);
        await Task.WhenAll(running).WaitAsync(Guard);
    }

    private static async Task PublishAsync(CounterFeed feed, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            foreach (var symbol in Symbols)
            {
                feed.Bump(symbol);
            }

            await Task.Delay(200, CancellationToken.None);
        }
    }

    private static void ShouldBeSpread(List<RollingClient> streams, int stop)
    {
        var waits = streams.ConvertAll(s => s.Waits[stop]);
        waits.Should().OnlyContain(w => w >= Delay && w <= 2 * Delay, "that is the window");
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var from = Delay + (Delay * quarter / 4);
            waits.Count(w => w >= from && w < from + (Delay / 4)).Should().BeInRange(waits.Count / 8, waits.Count * 3 / 8, "nobody is sent with the crowd");
        }
    }

    private async Task StopAsync(StreamHost host, List<RollingClient> streams, List<Task> running)
    {
        var ends = streams.ConvertAll(s => s.EndedAt);
        var started = Stopwatch.GetTimestamp();
        await host.App.StopAsync().WaitAsync(Guard);
        var stopped = Stopwatch.GetElapsedTime(started);
        await WhenAsync(running, () => streams.Where((s, i) => s.EndedAt == ends[i]).Any() is false);
        var last = streams.Max(s => Stopwatch.GetElapsedTime(started, s.EndedAt));
        output.WriteLine($"{streams.Count} streams: the last ended after {last.TotalMilliseconds:0} ms, the host stopped after {stopped.TotalMilliseconds:0} ms.");
        last.Should().BeLessThan(EndLimit);
        stopped.Should().BeLessThan(EndLimit);
        host.Status.Connections.Should().Be(0);
    }

    // What goes wrong in a client ends the wait at once.
    private static async Task WhenAsync(List<Task> running, Func<bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            foreach (var failed in running.Where(r => r.IsFaulted))
            {
                await failed;
            }

            Stopwatch.GetElapsedTime(started).Should().BeLessThan(Guard);
            await Task.Delay(20);
        }
    }
}
