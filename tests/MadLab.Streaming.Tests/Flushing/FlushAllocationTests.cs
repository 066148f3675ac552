using System.IO.Pipelines;
using FluentAssertions;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Flushing;
using MadLab.Streaming.Hub;
using MadLab.Streaming.Tests.Support;
using MadLab.Streaming.Transports.Sse;
using MadLab.Streaming.Transports.WebSocket;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace MadLab.Streaming.Tests.Flushing;

/// <summary>What a flush allocates, counted: nothing for a connection, and for a quote only its one encoding.</summary>
public sealed class FlushAllocationTests
{
    private const int IntervalSlots = 4;
    private const int Rounds = 20;
    private static readonly string[] Names = [.. Enumerable.Range(1, 20).Select(i => $"S{i}")];

    [Theory]
    [InlineData("websocket")]
    [InlineData("batch")]
    [InlineData("sse")]
    public void Tick_FiftyConnectionsMore_AllocatesNotAByteMore(string kind)
    {
        var (few, fewWrites) = Measure(connections: 1, kind);
        var (many, manyWrites) = Measure(connections: 51, kind);

        fewWrites.Should().Be(Rounds, "each round is one write");
        manyWrites.Should().Be(51 * Rounds);
        many.Should().Be(few, "what a round allocates are the encodings of {0} values, whoever gets them", Names.Length);
    }

    private static (long Allocated, int Writes) Measure(int connections, string kind)
    {
        using var bench = new HubBench();
        var sink = new CountingWriter();
        for (var i = 0; i < connections; i++)
        {
            Open(bench, sink, kind);
        }

        // Once round the wheel: its places are kept.
        Round(bench, 2 * 256 / IntervalSlots);
        sink.Writes = 0;
        var allocated = Round(bench, Rounds);
        return (allocated, sink.Writes);
    }

    private static void Open(HubBench bench, CountingWriter sink, string kind)
    {
        var interval = FlushClock.SlotLength * IntervalSlots;
        var context = new DefaultHttpContext();
        Symbol[] symbols = [.. Names.Select(Symbol.Parse)];
        if (kind == "sse")
        {
            context.Features.Set<IHttpResponseBodyFeature>(new BodyFeature(sink));
            new SseConnection(bench.Runtime, context, interval, null, null).Begin(symbols, 0, null);
            return;
        }

        using var socket = new FakeSocket();
        _ = new WebSocketConnection(bench.Runtime, socket, sink, context, interval, kind == "batch", null, null).RunAsync(symbols, null);
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

            for (var slot = 0; slot < IntervalSlots; slot++)
            {
                bench.Time.Advance(FlushClock.SlotLength);
                var before = GC.GetAllocatedBytesForCurrentThread();
                bench.Loops.Tick();
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }
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

    /// <summary>A response whose bytes go nowhere and whose flushes count as writes.</summary>
    private sealed class BodyFeature(CountingWriter sink) : IHttpResponseBodyFeature
    {
        public Stream Stream => Stream.Null;

        public PipeWriter Writer { get; } = new Body(sink);

        public Task CompleteAsync() => Task.CompletedTask;

        public void DisableBuffering()
        {
        }

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }

    private sealed class Body(CountingWriter sink) : PipeWriter
    {
        private readonly byte[] _buffer = new byte[64 * 1024];

        public override void Advance(int bytes)
        {
        }

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            sink.Writes++;
            return ValueTask.FromResult(new FlushResult(isCanceled: false, isCompleted: false));
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => _buffer;

        public override Span<byte> GetSpan(int sizeHint = 0) => _buffer;
    }
}
