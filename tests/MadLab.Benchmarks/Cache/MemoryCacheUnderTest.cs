using Microsoft.Extensions.Caching.Memory;

namespace MadLab.Benchmarks.Cache;

/// <summary>The framework's, with <c>SizeLimit</c>.</summary>
internal sealed class MemoryCacheUnderTest(int capacity) : ICacheUnderTest
{
    private static readonly object Value = new();
    private static readonly MemoryCacheEntryOptions One = new() { Size = 1 };

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = capacity });

    public int Count => _cache.Count;

    public bool TryGet(int key) => _cache.TryGetValue(key, out _);

    public void Set(int key) => _cache.Set(key, Value, One);

    public void Dispose() => _cache.Dispose();
}
