using System.Buffers;

namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>
/// The bytes below the framework's WebSocket. It lets frames that are encoded already past that socket, which would copy and send
/// each on its own, and sees to it that they and the socket's own (pongs, pings, a close after a protocol error) never mix.
/// </summary>
/// <remarks>The framework hands over each of its frames in one write; that, and nothing else, is relied upon.</remarks>
internal sealed class FrameStream(Stream inner) : Stream, IFrameWriter
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private ClientFrames _client;
    private bool _isOutOfOrder;
    private int _received;
    private bool _closed;

    /// <summary>Changes whenever the client sends something, a pong included.</summary>
    public int Received => Volatile.Read(ref _received);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> frames) => WriteAsync(frames, CancellationToken.None);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // At once in all but the rare case of a pong: no allocation, and nothing waits behind a flush.
        if (!_writing.Wait(0, CancellationToken.None))
        {
            await _writing.WaitAsync(cancellationToken);
        }

        try
        {
            if (_closed)
            {
                return;
            }

            // Before the write: should it fail half-way, nothing may follow it either.
            _closed = Frames.IsClose(buffer.Span);
            await inner.WriteAsync(buffer, cancellationToken);
            await inner.FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    // Nothing more comes of a client that is out of order, so that a read without a buffer must not wait for it either.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _isOutOfOrder ? ValueTask.FromException<int>(new UnmaskedFrameException())
        : buffer.IsEmpty ? inner.ReadAsync(buffer, cancellationToken)
        : ReadCheckedAsync(buffer, cancellationToken);

    /// <summary>Nothing to do: every write is flushed.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task DrainAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            while (await inner.ReadAsync(buffer) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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

    private async ValueTask<int> ReadCheckedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        Volatile.Write(ref _received, _received + 1);
        var inOrder = _client.Take(buffer.Span[..count]);

        // What came before a frame without a mask is still answered; the next read fails.
        _isOutOfOrder = inOrder < count;
        return inOrder > 0 || count == 0 ? inOrder : throw new UnmaskedFrameException();
    }
}
