using System.Net.Sockets;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A client's line to the host, with a small receive buffer: the test lets it through, a few bytes at a time or not at all.</summary>
internal sealed class Line : IDisposable
{
    private readonly SemaphoreSlim _permits = new(0);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isSlow;
    private long _read;

    /// <summary>A line.</summary>
    /// <param name="newSocket">Makes its socket; by default one of this machine's own network.</param>
    public Line(Func<Socket>? newSocket = null)
    {
        Handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = newSocket is null ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) : newSocket();
                socket.NoDelay = true;
                socket.ReceiveBufferSize = 4096;
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                LocalPort = ((System.Net.IPEndPoint)socket.LocalEndPoint!).Port;
                return new Valve(this, new NetworkStream(socket, ownsSocket: true));
            },
        };
    }

    public SocketsHttpHandler Handler { get; }

    public int LocalPort { get; private set; }

    /// <summary>The bytes that came through.</summary>
    public long Read => Volatile.Read(ref _read);

    /// <summary>From here on only permitted bytes come through.</summary>
    public void Narrow() => _isSlow = true;

    public void Permit(int bytes) => _permits.Release(bytes);

    /// <summary>From here on everything comes through again.</summary>
    public void Open()
    {
        _isSlow = false;
        _opened.TrySetResult();
    }

    public void Dispose() => Handler.Dispose();

    private sealed class Valve(Line line, NetworkStream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (line._isSlow && buffer.Length > 0)
            {
                await Task.WhenAny(line._permits.WaitAsync(cancellationToken), line._opened.Task);
                buffer = line._isSlow ? buffer[..1] : buffer;
            }

            var read = await inner.ReadAsync(buffer, cancellationToken);
            Interlocked.Add(ref line._read, read);
            return read;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
