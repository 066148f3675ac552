using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using MadLab.Streaming.Flushing;
using MadLab.Streaming.Tests.Support;
using MadLab.Streaming.Transports.WebSocket;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MadLab.Streaming.Tests.Flushing;

/// <summary>Whatever is published, and however slowly the client takes it, it ends on the newest value and never goes back.</summary>
public sealed class ConflationTests
{
    private const int IntervalSlots = 4;
    private static readonly string[] Names = ["A", "B", "C"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Connection_AnyPattern_EndsOnTheNewestAndKeepsTheInterval(bool batch)
    {
        var steps = Gen.Frequency(
            (6, Gen.Choose(0, Names.Length - 1).Select(i => new Step(StepKind.Publish, i))),
            (4, Gen.Choose(1, 2 * IntervalSlots).Select(n => new Step(StepKind.Tick, n))),
            (1, Gen.Constant(new Step(StepKind.Hold, 0))),
            (1, Gen.Constant(new Step(StepKind.Release, 0))));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(1987, 101),
            Prop.ForAll(steps.ArrayOf().ToArbitrary(), pattern => Run(pattern, batch)));
    }

    [Fact]
    public void Connection_TicksWithoutNews_SendsNothing()
    {
        using var bench = new HubBench();
        bench.Feed.With("A", 1);
        using var socket = new FakeSocket();
        var run = Connect(bench, socket, batch: false);
        bench.Tick(2 * IntervalSlots);
        var sent = socket.Sent.Count;

        bench.Tick(10 * IntervalSlots);

        socket.Sent.Should().HaveCount(sent);
        socket.CloseByClient();
        run.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task Connection_StuckPastTheTimeout_CutOff()
    {
        using var bench = new HubBench(o => o.SlowClientTimeout = TimeSpan.FromSeconds(8));
        using var socket = new FakeSocket();
        var run = Connect(bench, socket, batch: false);
        socket.Hold();
        bench.Feed.Publish("A", 1);
        bench.Tick(40 * 7);
        socket.State.Should().Be(System.Net.WebSockets.WebSocketState.Open, "seven seconds are not eight");

        bench.Tick(40 * 3);

        socket.State.Should().Be(System.Net.WebSockets.WebSocketState.Aborted);
        await run.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static void Run(Step[] pattern, bool batch)
    {
        using var bench = new HubBench();
        using var socket = new FakeSocket();
        var newest = new Dictionary<string, decimal>();
        var seen = new Dictionary<string, (decimal Price, long Seq, long Slot)>();
        socket.OnSent = message =>
        {
            IEnumerable<System.Text.Json.JsonElement> updates = message.GetProperty("type").GetString() switch
            {
                "price_update" => [message.GetProperty("data")],
                "price_updates" => message.GetProperty("data").EnumerateArray(),
                _ => [],
            };
            foreach (var data in updates)
            {
                var name = data.GetProperty("symbol").GetString()!;
                var (seq, slot) = (data.GetProperty("seq").GetInt64(), bench.Loops.Clock.Slot);
                if (seen.TryGetValue(name, out var last))
                {
                    seq.Should().BeGreaterThan(last.Seq);
                    (slot - last.Slot).Should().BeGreaterThanOrEqualTo(IntervalSlots - 1, "one update per symbol and interval, a quarter of which a turn may be late");
                }

                var price = data.GetProperty("price").GetDecimal();
                price.Should().Be(newest[name], "what is sent is the newest at that moment");
                seen[name] = (price, seq, slot);
            }
        };
        var run = Connect(bench, socket, batch);
        var next = 1m;

        foreach (var (kind, argument) in pattern)
        {
            switch (kind)
            {
                case StepKind.Publish:
                    newest[Names[argument]] = next;
                    bench.Feed.Publish(Names[argument], next++);
                    break;
                case StepKind.Tick:
                    bench.Tick(argument);
                    break;
                case StepKind.Hold:
                    socket.Hold();
                    break;
                case StepKind.Release:
                    socket.Release();
                    break;
            }
        }

        socket.Release();
        bench.Tick(3 * IntervalSlots);

        seen.ToDictionary(s => s.Key, s => s.Value.Price).Should().BeEquivalentTo(newest);
        socket.Interleaved.Should().BeFalse();
        socket.CloseByClient();
        run.IsCompleted.Should().BeTrue();
        bench.Runtime.Loops.Snapshot().Should().BeEmpty();
    }

    private static async Task Connect(HubBench bench, FakeSocket socket, bool batch)
    {
        var interval = FlushClock.SlotLength * IntervalSlots;
        var connection = new WebSocketConnection(bench.Runtime, socket, socket, new DefaultHttpContext(), interval, batch, null, null);
        try
        {
            await connection.RunAsync([.. Names.Select(Symbol.Parse)], null);
        }
        finally
        {
            await connection.EndAsync();
        }
    }

    private enum StepKind
    {
        Publish,
        Tick,
        Hold,
        Release,
    }

    private readonly record struct Step(StepKind Kind, int Argument);
}
