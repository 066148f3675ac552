using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MadLab.Streaming.Flushing;

/// <summary>One flush loop: a wheel of slots over some of the connections. It runs only while it has any.</summary>
internal sealed class FlushShard(FlushClock clock, StreamMetrics metrics, ILogger logger)
{
    private const int WheelSize = 256;
    private const int Burst = 64;

    private readonly Lock _gate = new();
    private readonly List<StreamConnection>?[] _wheel = new List<StreamConnection>?[WheelSize];
    private readonly HashSet<StreamConnection> _connections = [];
    private readonly Stack<List<StreamConnection>> _spare = [];
    private readonly List<StreamConnection> _ready = [];
    private readonly List<(StreamConnection Connection, bool IsCalled)> _due = [];
    private int _position;
    private long _slot;
    private long _started;
    private long _visited;
    private bool _running;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Takes a connection in and starts the loop where it is the first.</summary>
    public void Add(StreamConnection connection)
    {
        lock (_gate)
        {
            _connections.Add(connection);
            _ready.Add(connection);
            if (_running)
            {
                return;
            }

            _running = true;
            _visited = clock.Slot - 1;
        }

        _ = Task.Run(RunAsync);
    }

    public void Remove(StreamConnection connection)
    {
        lock (_gate)
        {
            // Its place in the wheel is passed over when its slot comes.
            _connections.Remove(connection);
        }
    }

    /// <summary>Has the connection visited in the next pass.</summary>
    public void Ready(StreamConnection connection)
    {
        lock (_gate)
        {
            if (_connections.Contains(connection))
            {
                _ready.Add(connection);
            }
        }
    }

    public List<StreamConnection> Snapshot()
    {
        lock (_gate)
        {
            return [.. _connections];
        }
    }

    /// <summary>Visits what has come due, all at once: for tests, whose clock fires no timers.</summary>
    internal void Tick()
    {
        Begin();
        while (GoOn())
        {
        }
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(FlushClock.SlotLength, clock.Time);
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                Begin();
                while (GoOn())
                {
                    // The server sends what was written so far, and its buffers are free for the next: else a pass would need one for every connection.
                    await Task.Yield();
                }
            }
            catch (Exception e)
            {
                // A connection keeps its own failures; should one get here, the others' quotes go on.
                logger.FlushFailed(e);
            }

            lock (_gate)
            {
                if (_connections.Count == 0)
                {
                    _running = false;
                    Array.Clear(_wheel);
                    _spare.Clear();
                    _ready.Clear();
                    _due.Clear();
                    return;
                }
            }
        }
    }

    private void Begin()
    {
        _started = clock.Time.GetTimestamp();
        _slot = clock.Slot;
        _position = 0;
        _due.Clear();
        Collect(_slot);
    }

    /// <summary>Visits the next few; false when the pass is over.</summary>
    private bool GoOn()
    {
        for (var end = Math.Min(_due.Count, _position + Burst); _position < end;)
        {
            var (connection, isCalled) = _due[_position++];

            // A place past the running slot: this one is stale, it has been visited since and has another.
            if (isCalled || connection.VisitSlot <= _slot)
            {
                try
                {
                    Visit(connection, _slot);
                }
                catch (Exception e)
                {
                    // It is out of the wheel already: without another place it, or those behind it, would never be visited again.
                    logger.FlushFailed(e);
                    Ready(connection);
                }
            }
        }

        if (_position < _due.Count)
        {
            return true;
        }

        if (metrics.MeasuresTicks && _due.Count > 0)
        {
            metrics.TickTook(clock.Time.GetElapsedTime(_started));
        }

        return false;
    }

    private void Collect(long slot)
    {
        lock (_gate)
        {
            // Woken late, it goes round at most once: every place is then due.
            for (var s = Math.Max(_visited + 1, slot - WheelSize + 1); s <= slot; s++)
            {
                ref var places = ref _wheel[s % WheelSize];
                if (places is null)
                {
                    continue;
                }

                foreach (var connection in places)
                {
                    _due.Add((connection, false));
                }

                // Most slots of the wheel are empty most of the time: their lists serve others.
                places.Clear();
                _spare.Push(places);
                places = null;
            }

            foreach (var connection in _ready)
            {
                _due.Add((connection, true));
            }

            _ready.Clear();
            _visited = Math.Max(_visited, slot);
        }
    }

    private void Visit(StreamConnection connection, long slot)
    {
        var next = connection.Visit(slot);
        lock (_gate)
        {
            if (next < 0 || !_connections.Contains(connection))
            {
                return;
            }

            // Farther than the wheel reaches: it is looked at on the way and put back.
            next = Math.Min(Math.Max(next, slot + 1), slot + WheelSize - 1);
            if (connection.VisitSlot == next)
            {
                // It has that place already: called for in between, it was not due.
                return;
            }

            connection.VisitSlot = next;
            (_wheel[next % WheelSize] ??= _spare.TryPop(out var list) ? list : []).Add(connection);
        }
    }
}
