namespace MadLab.Benchmarks.Cache;

/// <summary>How much of a trace a cache of a size answers.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="SizePercent">Entries as a share of the trace's universe.</param>
/// <param name="Cache">The cache.</param>
/// <param name="Percent">Hits of all requests, a cold start included.</param>
/// <param name="MostEntries">The most entries seen after any request.</param>
/// <param name="Capacity">The entries it may have.</param>
internal sealed record HitRatio(string Trace, double SizePercent, string Cache, double Percent, int MostEntries, int Capacity)
{
    private static readonly double[] Sizes = [1, 5, 20];

    public static List<HitRatio> Measure(CacheOptions options)
    {
        List<HitRatio> results = [];
        foreach (var trace in new[]
        {
            Benchmarks.Cache.Trace.Zipf(options.Universe, options.Length),
            Benchmarks.Cache.Trace.ZipfWithScans(options.Universe, options.Length),
            Benchmarks.Cache.Trace.Loop(options.Universe / 10, options.Length),
        })
        {
            foreach (var size in Sizes)
            {
                results.AddRange(CachePeer.All.Select(peer => Run(peer, trace, size)));
            }
        }

        return results;
    }

    private static HitRatio Run(CachePeer peer, Trace trace, double size)
    {
        var capacity = Math.Max(1, (int)(trace.Universe * size / 100));
        using var cache = peer.Create(capacity);
        long hits = 0;
        var most = 0;
        foreach (var key in trace.Keys)
        {
            if (cache.TryGet(key))
            {
                hits++;
            }
            else
            {
                cache.Set(key);
                most = Math.Max(most, cache.Count);
            }
        }

        return new HitRatio(trace.Name, size, peer.Name, 100.0 * hits / trace.Keys.Length, most, capacity);
    }
}
