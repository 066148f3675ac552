using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MadLab.Streaming.Flushing;

/// <summary>One flush loop: a wheel of slots over some of the connections. It runs only while it has any.</summary>
internal sealed class FlushShard(FlushClock clock, StreamMetrics metrics, ILogger logger)
{
    private const int WheelSize = 256;

    private readonly Lock _gate = new();
    private readonly List<StreamConnection>?[] _wheel = new List<StreamConnection>?[WheelSize];
    private readonly HashSet<StreamConnection> _connections = [];
    private readonly List<StreamConnection> _due = [];
    private List<StreamConnection> _ready = [];
    private List<StreamConnection> _takenReady = [];
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

    /// <summary>Visits what has come due. Only the loop calls it, and tests.</summary>
    internal void Tick()
    {
        var started = clock.Time.GetTimestamp();
        var slot = clock.Slot;
        Collect(slot);
        foreach (var connection in _due)
        {
            // A stale place: it has been visited since and has another one now.
            if (connection.VisitSlot <= slot)
            {
                Visit(connection, slot);
            }
        }

        foreach (var connection in _takenReady)
        {
            Visit(connection, slot);
        }

        if (metrics.MeasuresTicks && _due.Count + _takenReady.Count > 0)
        {
            metrics.TickTook(clock.Time.GetElapsedTime(started));
        }

        _due.Clear();
        _takenReady.Clear();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(FlushClock.SlotLength, clock.Time);
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                Tick();
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
                    _ready.Clear();
                    return;
                }
            }
        }
    }

    private void Collect(long slot)
    {
        lock (_gate)
        {
            (_ready, _takenReady) = (_takenReady, _ready);

            // Woken late, it goes round at most once: every place is then due.
            for (var s = Math.Max(_visited + 1, slot - WheelSize + 1); s <= slot; s++)
            {
                if (_wheel[s % WheelSize] is { Count: > 0 } places)
                {
                    _due.AddRange(places);
                    places.Clear();
                }
            }

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
            connection.VisitSlot = next;
            (_wheel[next % WheelSize] ??= []).Add(connection);
        }
    }
}
