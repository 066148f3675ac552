using FluentAssertions;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Flushing;
using MadLab.Streaming.Hub;
using MadLab.Streaming.Tests.Support;
using MadLab.Streaming.Transports.WebSocket;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MadLab.Streaming.Tests.Flushing;

/// <summary>What a flush allocates, counted: nothing for a connection, and for a quote only its one encoding.</summary>
public sealed class FlushAllocationTests
{
    private const int IntervalSlots = 4;
    private const int Rounds = 20;
    private static readonly string[] Names = [.. Enumerable.Range(1, 20).Select(i => $"S{i}")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tick_FiftyConnectionsMore_AllocatesNotAByteMore(bool batch)
    {
        var (few, fewBytes) = Measure(connections: 1, batch);
        var (many, manyBytes) = Measure(connections: 51, batch);

        fewBytes.Should().Be(Rounds, "each round is one write");
        manyBytes.Should().Be(51 * Rounds);
        many.Should().Be(few, "what a round allocates are the encodings of {0} values, whoever gets them", Names.Length);
    }

    private static (long Allocated, int Writes) Measure(int connections, bool batch)
    {
        using var bench = new HubBench();
        var sink = new CountingWriter();
        for (var i = 0; i < connections; i++)
        {
            using var socket = new FakeSocket();
            _ = new WebSocketConnection(bench.Runtime, socket, sink, new DefaultHttpContext(), FlushClock.SlotLength * IntervalSlots, batch, null, null)
                .RunAsync([.. Names.Select(Symbol.Parse)], null);
        }

        // Once round the wheel: its places are kept.
        Round(bench, 2 * 256 / IntervalSlots);
        sink.Writes = 0;
        var allocated = Round(bench, Rounds);
        return (allocated, sink.Writes);
    }

    private static long Round(HubBench bench, int rounds)
    {
        var allocated = 0L;
        for (var round = 0; round < rounds; round++)
        {
            foreach (var name in Names)
            {
                bench.Feed.Publish(name, 100 + (bench.Loops.Clock.Slot % 7));
            }

            bench.Time.Advance(FlushClock.SlotLength * IntervalSlots);
            var before = GC.GetAllocatedBytesForCurrentThread();
            bench.Loops.Tick();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated;
    }

    private sealed class CountingWriter : IFrameWriter
    {
        public int Writes { get; set; }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
        {
            Writes++;
            return ValueTask.CompletedTask;
        }

        public Task DrainAsync() => Task.CompletedTask;
    }
}
