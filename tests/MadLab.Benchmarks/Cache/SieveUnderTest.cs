using MadLab.Market.Caching;

namespace MadLab.Benchmarks.Cache;

/// <summary>MadLab's own.</summary>
internal sealed class SieveUnderTest(int capacity) : ICacheUnderTest
{
    private static readonly object Value = new();

    private readonly SieveCache<int, object> _cache = new(capacity, long.MaxValue);

    public int Count => _cache.Count;

    public bool TryGet(int key) => _cache.TryGet(key, out _);

    public void Set(int key) => _cache.Set(key, Value, 1);

    public void Dispose()
    {
    }
}
