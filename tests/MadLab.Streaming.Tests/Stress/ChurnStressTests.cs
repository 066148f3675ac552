using System.Diagnostics;
using FluentAssertions;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Xunit.Abstractions;

namespace MadLab.Streaming.Tests.Stress;

/// <summary>Clients of all transports that subscribe, leave, come back and resume at random, checked against what the feed is known to have said.</summary>
[Collection(Alone.Name)]
public sealed class ChurnStressTests(ITestOutputHelper output)
{
    private const int Clients = 48;
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private static readonly string[] Symbols = [.. Enumerable.Range(1, 30).Select(i => $"CHURN{i}")];
    private static readonly int Steps = Clients * (RandomRun.IsLong ? 600 : 25);

    [Fact]
    public async Task Clients_ComeGoAndResumeAtRandom_MissNothingGetNothingTwiceAndLeaveNothingBehind()
    {
        var feed = new CounterFeed();
        await using var host = await StreamHost.StartAsync(
            options: o => (o.FeedLinger, o.PollLinger, o.MaxBadMessagesPerMinute, o.MaxMessagesPerMinute) = (TimeSpan.Zero, TimeSpan.Zero, 10_000, 0),
            build: builder => builder.Services.AddSingleton<IQuoteFeed>(feed));
        using var holding = new CancellationTokenSource();
        var holder = await HoldAsync(host, holding.Token);
        var clients = Enumerable.Range(0, Clients).Select(i => NewClient(i, host, feed)).ToList();
        using var publishing = new CancellationTokenSource();
        var publisher = PublishAsync(feed, publishing.Token);
        try
        {
            // All until the last step of all: who is done and waits for the others does not read, and would be dropped for that.
            var steps = 0;
            await Task.WhenAll(clients.Select(c => Task.Run(() => c.RunAsync(() => Interlocked.Increment(ref steps) <= Steps))));
            await publishing.CancelAsync();
            await publisher;
            await Task.WhenAll(clients.Select(c => c.SettleAsync()));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {RandomRun.Seed} (MADLAB_TEST_SEED replays what the clients do): {e.Message}", e);
        }

        output.WriteLine($"Seed {RandomRun.Seed}: {clients.Sum(c => c.Values)} values, {clients.Sum(c => c.Connections)} connections, {clients.Sum(c => c.Resumes)} of them resumed.");
        clients.Sum(c => c.Resumes).Should().BePositive();
        await Task.WhenAll(clients.Select(c => c.LeaveAsync()));
        await holding.CancelAsync();
        await holder;
        var runtime = host.App.Services.GetRequiredService<StreamRuntime>();
        var started = Stopwatch.GetTimestamp();
        while (host.Status.Connections + host.Status.Symbols + feed.OpenCount + runtime.Loops.Snapshot().Count > 0)
        {
            Stopwatch.GetElapsedTime(started).Should().BeLessThan(
                Guard, $"{host.Status.Connections} connections, {host.Status.Symbols} symbols, {feed.OpenCount} upstreams are left of seed {RandomRun.Seed}");
            await Task.Delay(20);
        }
    }

    // Keeps every upstream open: one that is opened anew says its last value anew, as a later version, and that is no fault of the resuming.
    private static async Task<Task> HoldAsync(StreamHost host, CancellationToken cancellation)
    {
        var values = host.App.Services.GetRequiredService<IQuoteSource>()
            .SubscribeAsync([.. Symbols.Select(s => Symbol.Parse(s))], TimeSpan.FromSeconds(1), cancellation).GetAsyncEnumerator(cancellation);
        await values.MoveNextAsync();
        return ReadAsync();

        async Task ReadAsync()
        {
            try
            {
                while (await values.MoveNextAsync())
                {
                    // Held, not looked at.
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // All have left.
            }
            finally
            {
                await values.DisposeAsync();
            }
        }
    }

    private static ChurningClient NewClient(int number, StreamHost host, CounterFeed feed)
    {
        var random = new Random(RandomRun.Seed + number);
        return (number % 3) switch
        {
            0 => new ChurningSocket(host, feed, random, Symbols),
            1 => new ChurningEvents(host, feed, random, Symbols),
            _ => new ChurningPoll(host, feed, random, Symbols),
        };
    }

    private static async Task PublishAsync(CounterFeed feed, CancellationToken cancellation)
    {
        var random = new Random(RandomRun.Seed);
        while (!cancellation.IsCancellationRequested)
        {
            for (var i = 0; i < 10; i++)
            {
                feed.Bump(Symbols[random.Next(Symbols.Length)]);
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }
}
