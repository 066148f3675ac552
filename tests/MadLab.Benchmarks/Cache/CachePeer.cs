namespace MadLab.Benchmarks.Cache;

/// <summary>A cache that takes part.</summary>
/// <param name="Name">What it is called in results.</param>
/// <param name="Create">Makes one that holds so many entries.</param>
/// <param name="Summary">What it is.</param>
internal sealed record CachePeer(string Name, Func<int, ICacheUnderTest> Create, string Summary)
{
    public const string MadLab = "madlab";

    /// <summary>All there are, MadLab's first.</summary>
    public static readonly IReadOnlyList<CachePeer> All =
    [
        new(MadLab, static capacity => new SieveUnderTest(capacity), "MadLab's cache: SIEVE, a hit takes no lock"),
        new("lru", static capacity => new LruUnderTest(capacity), "least recently used, a dictionary and a list under one lock"),
        new("memorycache", static capacity => new MemoryCacheUnderTest(capacity), "MemoryCache with SizeLimit, every entry of size 1"),
    ];
}
