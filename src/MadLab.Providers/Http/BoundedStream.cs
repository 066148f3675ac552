namespace MadLab.Providers;

/// <summary>Memory that takes so many bytes and no more, however an answer is made to look.</summary>
internal sealed class BoundedStream(int limit, Func<Exception> tooLong) : Stream
{
    private readonly MemoryStream _memory = new();

    public ReadOnlyMemory<byte> Written => _memory.GetBuffer().AsMemory(0, (int)_memory.Length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _memory.Length;

    public override long Position
    {
        get => _memory.Position;
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_memory.Length + buffer.Length > limit)
        {
            throw tooLong();
        }

        _memory.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}
