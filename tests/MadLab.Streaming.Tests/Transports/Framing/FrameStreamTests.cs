using System.Net.WebSockets;
using FluentAssertions;
using MadLab.Streaming.Transports.WebSocket;
using Xunit;

namespace MadLab.Streaming.Tests.Transports.Framing;

public sealed class FrameStreamTests
{
    [Fact]
    public async Task WriteAsync_AfterAClose_Forgotten()
    {
        var bytes = new MemoryStream();
        await using var stream = new FrameStream(bytes);
        var close = Frames.Close(WebSocketCloseStatus.NormalClosure, "");
        await stream.WriteAsync(close);

        await stream.WriteAsync(Frames.Text("late"u8));

        bytes.ToArray().Should().Equal(close);
    }

    [Fact]
    public async Task WriteAsync_WhileAnotherWriteWaits_GoesBehindIt()
    {
        var inner = new HeldStream();
        await using var stream = new FrameStream(inner);
        var first = stream.WriteAsync("first"u8.ToArray()).AsTask();
        var second = stream.WriteAsync("second"u8.ToArray()).AsTask();
        inner.Begun.Should().Equal("first");

        inner.Release();
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(30));

        inner.Begun.Should().Equal("first", "second");
    }

    [Fact]
    public void WriteAsync_NothingInItsWay_AllocatesNothing()
    {
        using var stream = new FrameStream(Stream.Null);
        ReadOnlyMemory<byte> frames = Frames.Text(new byte[200]);
        Write(stream, frames, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var completed = Write(stream, frames, 1_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        (completed, allocated).Should().Be((1_000, 0));
    }

    private static int Write(FrameStream stream, ReadOnlyMemory<byte> frames, int times)
    {
        var completed = 0;
        for (var i = 0; i < times; i++)
        {
            completed += stream.WriteAsync(frames).AsTask().IsCompletedSuccessfully ? 1 : 0;
        }

        return completed;
    }

    /// <summary>Writes that do not end before they are released.</summary>
    private sealed class HeldStream : MemoryStream
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Begun { get; } = [];

        public void Release() => _released.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Begun.Add(System.Text.Encoding.ASCII.GetString(buffer.Span));
            await _released.Task;
        }
    }
}
