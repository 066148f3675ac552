using System.Net.WebSockets;
using System.Text;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using MadLab.Streaming.Transports.WebSocket;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MadLab.Streaming.Tests.Connections;

public sealed class IdleReceiveTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Idle_BeforeAndAfterAMessage_TheReadHoldsNoBuffer()
    {
        using var bench = new HubBench();
        using var network = new WatchedNetwork();
        using var frames = new FrameStream(network);
        using var socket = WebSocket.CreateFromStream(frames, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        var connection = new WebSocketConnection(bench.Runtime, socket, frames, new DefaultHttpContext(), TimeSpan.FromMilliseconds(250), false, null, null);

        var serving = connection.RunAsync([], null);
        (await network.WaitingAsync().WaitAsync(Guard)).Should().Be(0);

        network.Bring(Masked("""{"type":"ping"}"""));
        (await network.WaitingAsync().WaitAsync(Guard)).Should().Be(0);
        network.Reads.Should().Contain(length => length > 0, "what has come is read into one");

        network.End();
        await serving.WaitAsync(Guard);
    }

    private static byte[] Masked(string text)
    {
        byte[] mask = [1, 2, 3, 4];
        var payload = Encoding.UTF8.GetBytes(text);
        return [0x81, (byte)(0x80 | payload.Length), .. mask, .. payload.Select((b, i) => (byte)(b ^ mask[i % 4]))];
    }

    /// <summary>A network whose reads are seen: how long the buffer is that waits for bytes.</summary>
    private sealed class WatchedNetwork : Stream
    {
        private readonly Lock _gate = new();
        private readonly Queue<byte> _bytes = new();
        private TaskCompletionSource _arrived = New();
        private TaskCompletionSource<int> _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _ended;

        public List<int> Reads { get; } = [];

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        /// <summary>The length of the buffer of the read that waits now, or of the next that will.</summary>
        public Task<int> WaitingAsync()
        {
            lock (_gate)
            {
                return _waiting.Task;
            }
        }

        public void Bring(byte[] bytes)
        {
            lock (_gate)
            {
                foreach (var value in bytes)
                {
                    _bytes.Enqueue(value);
                }

                _waiting = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                _arrived.TrySetResult();
            }
        }

        public void End()
        {
            lock (_gate)
            {
                _ended = true;
                _arrived.TrySetResult();
            }
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Task arrived;
            lock (_gate)
            {
                Reads.Add(buffer.Length);
                if (_bytes.Count == 0 && !_ended)
                {
                    _arrived = New();
                    _waiting.TrySetResult(buffer.Length);
                }

                arrived = _arrived.Task;
            }

            await arrived.WaitAsync(cancellationToken);
            lock (_gate)
            {
                var count = Math.Min(buffer.Length, _bytes.Count);
                for (var i = 0; i < count; i++)
                {
                    buffer.Span[i] = _bytes.Dequeue();
                }

                return count;
            }
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
