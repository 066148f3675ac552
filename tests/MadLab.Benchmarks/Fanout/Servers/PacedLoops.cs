namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>Loops, one per core, that send each connection the newest tick once an interval. The connections' turns are spread over it in slots of 25 ms, as MadLab's are.</summary>
internal sealed class PacedLoops
{
    private static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(25);

    private readonly List<PacedConnection>[][] _loops;
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private Tick? _newest;
    private int _next;

    public PacedLoops(TimeSpan interval)
    {
        var slots = Math.Max(1, (int)(interval / Slot));
        _loops = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Enumerable.Range(0, slots).Select(_ => new List<PacedConnection>()).ToArray())];
        foreach (var loop in _loops)
        {
            _ = Task.Run(() => RunAsync(loop));
        }
    }

    public void Publish(byte[][] buffers) => Volatile.Write(ref _newest, new Tick(buffers));

    public void Add(PacedConnection connection)
    {
        var index = Interlocked.Increment(ref _next);
        var loop = _loops[index % _loops.Length];
        var slot = loop[index / _loops.Length % loop.Length];
        lock (slot)
        {
            slot.Add(connection);
        }
    }

    private async Task RunAsync(List<PacedConnection>[] slots)
    {
        using var timer = new PeriodicTimer(Slot);
        var visited = 0L;
        while (await timer.WaitForNextTickAsync())
        {
            var now = TimeProvider.System.GetElapsedTime(_start).Ticks / Slot.Ticks;
            for (var slot = Math.Max(visited + 1, now - slots.Length + 1); slot <= now; slot++)
            {
                Visit(slots[slot % slots.Length]);
            }

            visited = now;
        }
    }

    private void Visit(List<PacedConnection> slot)
    {
        if (Volatile.Read(ref _newest) is not { } tick)
        {
            return;
        }

        lock (slot)
        {
            slot.RemoveAll(static c => c.IsClosed);
            foreach (var connection in slot)
            {
                connection.Send(tick);
            }
        }
    }
}
