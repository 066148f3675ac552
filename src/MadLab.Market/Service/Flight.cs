using MadLab.Market.Caching;

namespace MadLab.Market.Service;

/// <summary>One fetch that is under way, and everybody who waits for it.</summary>
/// <param name="key">What is fetched.</param>
/// <param name="started">When, as a timestamp of the clock.</param>
internal sealed class Flight(MarketKey key, long started)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<MarketRead> _landed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _cleared;

    public MarketKey Key { get; } = key;

    public long Started { get; } = started;

    public Task<MarketRead> Landed => _landed.Task;

    /// <summary>Whether the cache was cleared of its key since it started.</summary>
    public bool IsCleared
    {
        get
        {
            lock (_gate)
            {
                return _cleared;
            }
        }
    }

    public void Land(MarketRead read) => _landed.SetResult(read);

    public void Crash(Exception exception)
    {
        _landed.SetException(exception);

        // Callers may all have left; then nobody else observes it.
        _ = _landed.Task.Exception;
    }

    /// <summary>From here on its answer is for those who wait already: it is older than the clearing of the cache.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _cleared = true;
        }
    }

    /// <summary>Puts the answer into the cache unless that was cleared meanwhile.</summary>
    public void Keep(MarketEntry entry, Action<MarketEntry> store)
    {
        // One step with the test: a clearing that comes later finds the entry in the cache and takes it out there.
        lock (_gate)
        {
            if (!_cleared)
            {
                store(entry);
            }
        }
    }
}
