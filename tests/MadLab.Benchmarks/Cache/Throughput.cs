using System.Diagnostics;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Cache;

/// <summary>A cache under many threads that read, and put in what they miss.</summary>
/// <param name="Cache">Its name.</param>
/// <param name="OperationsPerMicrosecond">Reads of all threads together.</param>
/// <param name="MostEntries">The most entries any thread saw.</param>
/// <param name="Capacity">The entries it may have.</param>
/// <param name="ToMadLab">Its operations over MadLab's of the same round; null of MadLab's own.</param>
internal sealed record Throughput(string Cache, Spread OperationsPerMicrosecond, int MostEntries, int Capacity, Spread? ToMadLab)
{
    private const int Capacity500 = 500;

    // Between two looks at the clock.
    private const int Batch = 1000;

    public static List<Throughput> Measure(CacheOptions options)
    {
        var keys = Trace.Zipf(options.Universe, Math.Min(options.Length, 200_000)).Keys;
        var operations = CachePeer.All.Select(_ => new List<double>()).ToList();
        var most = new int[CachePeer.All.Count];
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < CachePeer.All.Count; i++)
            {
                using var cache = CachePeer.All[i].Create(Capacity500);
                var (rate, entries) = Run(cache, keys, options);
                operations[i].Add(rate);
                most[i] = Math.Max(most[i], entries);
            }
        }

        return [.. CachePeer.All.Select((p, i) => new Throughput(
            p.Name, Spread.Of(operations[i])!, most[i], Capacity500, i == 0 ? null : Spread.Of(operations[i].Zip(operations[0], (mine, madlab) => mine / madlab))))];
    }

    private static (double OperationsPerMicrosecond, int MostEntries) Run(ICacheUnderTest cache, int[] keys, CacheOptions options)
    {
        long total = 0;
        var most = 0;
        var started = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, options.Threads).Select(t => new Thread(() =>
        {
            var at = t * (keys.Length / options.Threads);
            var seen = 0;
            long done = 0;
            while (Stopwatch.GetElapsedTime(started) < options.Duration)
            {
                for (var i = 0; i < Batch; i++, at = at == keys.Length - 1 ? 0 : at + 1)
                {
                    if (!cache.TryGet(keys[at]))
                    {
                        cache.Set(keys[at]);
                        seen = Math.Max(seen, cache.Count);
                    }
                }

                done += Batch;
            }

            Interlocked.Add(ref total, done);
            InterlockedMax(ref most, seen);
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return (total / Stopwatch.GetElapsedTime(started).TotalMicroseconds, most);
    }

    private static void InterlockedMax(ref int location, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref location)) && Interlocked.CompareExchange(ref location, value, seen) != seen)
        {
        }
    }
}
