using System.Text.Json;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Cache;

/// <summary>The cache of answers beside least-recently-used and the framework's.</summary>
internal sealed class CacheCommand : ICommand
{
    public string Name => "cache";

    public string Summary => "the cache of answers against LRU and MemoryCache: cost of a hit, hit ratio, many threads, the cap";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.Out.WriteLine(Help);
            return 0;
        }

        var options = CacheOptions.Read(args);
        Progress.Say("cost of a hit");
        var hit = HitCost.Measure(options);
        Progress.Say("hit ratios");
        var ratios = HitRatio.Measure(options);
        Progress.Say("many threads");
        var report = new CacheReport("cache", Machine.Read(), hit, ratios, Throughput.Measure(options));
        Console.Out.WriteLine(options.Json ? JsonSerializer.Serialize(report, BenchJson.Document) : report.Render());

        var over = report.Throughput.Where(t => t.Cache == CachePeer.MadLab).Select(t => (t.MostEntries, t.Capacity))
            .Concat(report.Ratios.Where(r => r.Cache == CachePeer.MadLab).Select(r => (r.MostEntries, r.Capacity)))
            .FirstOrDefault(r => r.MostEntries > r.Capacity);
        if (over.Capacity > 0)
        {
            await Console.Error.WriteLineAsync($"FAILED: MadLab's cache had {over.MostEntries} entries, and may have {over.Capacity}.");
            return 1;
        }

        return 0;
    }

    private static string Help =>
        $"""
        cache: the cache of answers, MadLab's against others in the same process.

          dotnet run -c Release --project tests/MadLab.Benchmarks -- cache [options]

        Options (default)
        {Option.Describe(CacheOptions.All)}

        Caches
        {string.Join('\n', CachePeer.All.Select(p => $"  {p.Name,-20} {p.Summary}"))}

        How it is measured
          hit           500 entries read in turn on one thread, after the compiler is done; keys are whole numbers, and
                        once more for MadLab's the key of an answer, which has a text to hash and compare. Time is
                        processor time of the thread, bytes are what it allocated.
          hit ratio     a miss puts the key in. zipf: the key of rank r is asked for in proportion to 1/r^{Trace.Exponent}; zipf+scans:
                        ten times in the trace somebody walks through keys nobody else wants, a tenth of all keys each
                        time; loop: a tenth of the keys over and over. Sizes are shares of the keys. The same seed in
                        every run; a cold start is included.
          many threads  each walks the zipf trace from a place of its own over a cache of 500, so most reads miss and
                        evict. "most entries" is what any thread saw after an insert: exit code 1 where MadLab's
                        exceeds the cap once, here or in the traces.
        Timed figures are medians of the rounds with the least and the most; ratios are taken within a round.
        MemoryCache makes room on another thread, so its hit ratio depends on when that runs.
        """;
}
