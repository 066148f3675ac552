using MadLab.Benchmarks.Shared;
using MadLab.Market.Caching;

namespace MadLab.Benchmarks.Cache;

/// <summary>One cache's cost of a hit on one thread.</summary>
/// <param name="Cache">Its name.</param>
/// <param name="Nanoseconds">Per hit.</param>
/// <param name="Bytes">Allocated per hit.</param>
/// <param name="ToMadLab">Its time over MadLab's of the same round; null of MadLab's own.</param>
internal sealed record HitCost(string Cache, Spread Nanoseconds, double Bytes, Spread? ToMadLab)
{
    /// <summary>MadLab's cache by the key that answers are found by, a record with a text in it.</summary>
    public const string ByMarketKey = "madlab, market key";

    private const int Entries = 500;
    private const int Hits = 200_000;

    public static List<HitCost> Measure(CacheOptions options)
    {
        var caches = CachePeer.All.Select(p => (p.Name, Cache: p.Create(Entries))).ToList();
        var byKey = new SieveCache<MarketKey, object>(Entries, long.MaxValue);
        var keys = Enumerable.Range(0, Entries).Select(i => new MarketKey(MarketKind.Prices, $"SYM{i:000}")).ToArray();
        foreach (var key in keys)
        {
            byKey.Set(key, keys, 1);
        }

        List<(string Name, Func<int, bool> Hit)> runs = [];
        foreach (var (name, cache) in caches)
        {
            for (var i = 0; i < Entries; i++)
            {
                cache.Set(i);
            }

            // A method of its own for each, so that none is compiled for the others' sake.
            runs.Add((name, Loop(cache)));
        }

        runs.Add((ByMarketKey, times => Walk(byKey, keys, times)));
        foreach (var (_, hit) in runs)
        {
            // Past the tiers of the compiler.
            for (var i = 0; i < 50; i++)
            {
                hit(Hits / 20);
            }
        }

        Thread.Sleep(TimeSpan.FromMilliseconds(200));
        var nanoseconds = runs.Select(_ => new List<double>()).ToList();
        var bytes = new double[runs.Count];
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < runs.Count; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var started = ThreadClock.Nanoseconds;
                if (!runs[i].Hit(Hits))
                {
                    throw new MeasurementException($"{runs[i].Name} lost an entry it has room for.");
                }

                nanoseconds[i].Add((ThreadClock.Nanoseconds - started) / Hits);
                bytes[i] = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Hits;
            }
        }

        caches.ForEach(c => c.Cache.Dispose());
        return [.. runs.Select((r, i) => new HitCost(
            r.Name, Spread.Of(nanoseconds[i])!, bytes[i], i == 0 ? null : Spread.Of(nanoseconds[i].Zip(nanoseconds[0], (mine, madlab) => mine / madlab))))];
    }

    private static Func<int, bool> Loop(ICacheUnderTest cache) => cache switch
    {
        SieveUnderTest sieve => times => Walk(sieve, times),
        LruUnderTest lru => times => Walk(lru, times),
        MemoryCacheUnderTest memory => times => Walk(memory, times),
        _ => times => Walk(cache, times),
    };

    private static bool Walk<T>(T cache, int times)
        where T : ICacheUnderTest
    {
        var all = true;
        for (int i = 0, key = 0; i < times; i++, key = key == Entries - 1 ? 0 : key + 1)
        {
            all &= cache.TryGet(key);
        }

        return all;
    }

    private static bool Walk(SieveCache<MarketKey, object> cache, MarketKey[] keys, int times)
    {
        var all = true;
        for (int i = 0, key = 0; i < times; i++, key = key == Entries - 1 ? 0 : key + 1)
        {
            all &= cache.TryGet(keys[key], out _);
        }

        return all;
    }
}
