namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>A connection of <see cref="PacedLoops"/>; while a write is pending it is passed over.</summary>
internal abstract class PacedConnection
{
    private Tick? _sent;
    private Task _pending = Task.CompletedTask;

    public bool IsClosed { get; private set; }

    public void Close() => IsClosed = true;

    public void Send(Tick tick)
    {
        if (ReferenceEquals(tick, _sent) || !_pending.IsCompleted)
        {
            return;
        }

        _sent = tick;
        if (_pending.IsFaulted)
        {
            IsClosed = true;
            return;
        }

        var write = WriteAsync(tick.Buffers);
        if (!write.IsCompletedSuccessfully)
        {
            _pending = write.AsTask();
        }
    }

    protected abstract ValueTask WriteAsync(byte[][] buffers);
}
