namespace MadLab.Benchmarks.Metrics;

/// <summary>How far the registry's percentile is from the exact one.</summary>
/// <param name="Percent">Which.</param>
/// <param name="Exact">The value at the nearest rank, seconds.</param>
/// <param name="Measured">What the registry says.</param>
/// <param name="ErrorPercent">The difference as a share of the exact value.</param>
internal sealed record PercentileError(double Percent, double Exact, double Measured, double ErrorPercent)
{
    private const int Seed = 20_240_102;

    private static readonly double[] Percents = [50, 90, 95, 99, 99.9];

    /// <summary>Of values that spread as durations do: log-normal, most around 5 ms, few past 100 ms.</summary>
    public static List<PercentileError> Measure(MetricsOptions options)
    {
        var random = new Random(Seed);
        var values = new double[options.Values];
        using var host = new ListeningHost(ListeningHost.Registry);
        for (var i = 0; i < values.Length; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            values[i] = 0.005 * Math.Exp(normal);
            host.Histogram.Record(values[i]);
        }

        Array.Sort(values);
        var measured = host.Percentiles(Percents.Select(p => p / 100));
        return [.. Percents.Select((p, i) =>
        {
            var exact = values[Math.Max(0, (int)Math.Ceiling(p / 100 * values.Length) - 1)];
            return new PercentileError(p, exact, measured[i], 100 * Math.Abs(measured[i] - exact) / exact);
        })];
    }
}
