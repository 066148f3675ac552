namespace MadLab.Benchmarks.Cache;

/// <summary>Keys in the order in which they are asked for; the same in every run.</summary>
/// <param name="Name">What it is called in results.</param>
/// <param name="Keys">The keys.</param>
/// <param name="Universe">How many different popular keys there are; sizes are shares of it.</param>
internal sealed record Trace(string Name, int[] Keys, int Universe)
{
    private const int Seed = 20_240_102;

    /// <summary>The exponent of popularity that is usual of web and market requests.</summary>
    public const double Exponent = 0.86;

    /// <summary>Key of rank r with a probability in proportion to 1 / r^exponent.</summary>
    public static Trace Zipf(int universe, int length)
    {
        var next = Sampler(universe, new Random(Seed));
        return new Trace("zipf", [.. Enumerable.Range(0, length).Select(_ => next())], universe);
    }

    /// <summary>The same, but every tenth of the trace a caller walks once through keys that nobody else asks for: as many as a tenth of the universe.</summary>
    public static Trace ZipfWithScans(int universe, int length)
    {
        var next = Sampler(universe, new Random(Seed));
        var scan = universe / 10;
        var fresh = universe;
        List<int> keys = new(length);
        while (keys.Count < length)
        {
            for (var i = 0; i < (length / 10) - scan && keys.Count < length; i++)
            {
                keys.Add(next());
            }

            for (var i = 0; i < scan && keys.Count < length; i++)
            {
                keys.Add(fresh++);
            }
        }

        return new Trace("zipf+scans", [.. keys], universe);
    }

    /// <summary>Over and over in the same order; what no cache smaller than the loop can hold is lost to least-recently-used altogether.</summary>
    public static Trace Loop(int universe, int length) => new("loop", [.. Enumerable.Range(0, length).Select(i => i % universe)], universe);

    private static Func<int> Sampler(int universe, Random random)
    {
        var sums = new double[universe];
        double sum = 0;
        for (var i = 0; i < universe; i++)
        {
            sums[i] = sum += Math.Pow(i + 1, -Exponent);
        }

        return () =>
        {
            var found = Array.BinarySearch(sums, random.NextDouble() * sum);
            return Math.Min(found < 0 ? ~found : found, universe - 1);
        };
    }
}
