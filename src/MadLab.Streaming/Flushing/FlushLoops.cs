using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MadLab.Streaming.Flushing;

/// <summary>The flush loops, one per core; connections are dealt out to them in turn.</summary>
internal sealed class FlushLoops
{
    private readonly FlushShard[] _shards;
    private int _next;

    public FlushLoops(TimeProvider time, StreamMetrics metrics, ILogger<FlushLoops> logger)
    {
        Clock = new FlushClock(time);
        _shards = new FlushShard[Math.Clamp(Environment.ProcessorCount, 1, 64)];
        for (var i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new FlushShard(Clock, metrics, logger);
        }
    }

    public FlushClock Clock { get; }

    /// <summary>The loop of the next connection, and its slot of the interval.</summary>
    public (FlushShard Shard, int Phase) Next()
    {
        var number = (uint)Interlocked.Increment(ref _next);
        var shards = (uint)_shards.Length;
        return (_shards[number % shards], (int)(number / shards));
    }

    /// <summary>One pass of every loop, for tests whose clock fires no timers.</summary>
    internal void Tick()
    {
        foreach (var shard in _shards)
        {
            shard.Tick();
        }
    }

    /// <summary>All connections at this moment.</summary>
    public List<StreamConnection> Snapshot()
    {
        List<StreamConnection> all = [];
        foreach (var shard in _shards)
        {
            all.AddRange(shard.Snapshot());
        }

        return all;
    }
}
