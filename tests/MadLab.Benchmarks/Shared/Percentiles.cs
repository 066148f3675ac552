namespace MadLab.Benchmarks.Shared;

/// <summary>Exact percentiles of a sample.</summary>
/// <param name="Count">How many values.</param>
/// <param name="P50">The median.</param>
/// <param name="P95">95 of 100 are at most this.</param>
/// <param name="P99">99 of 100 are at most this.</param>
/// <param name="Max">The largest.</param>
internal sealed record Percentiles(int Count, double P50, double P95, double P99, double Max)
{
    /// <summary>Of values that may be sorted in place; all zero where there are none.</summary>
    public static Percentiles Of(List<double> values)
    {
        if (values.Count == 0)
        {
            return new Percentiles(0, 0, 0, 0, 0);
        }

        values.Sort();
        return new Percentiles(values.Count, At(values, 0.50), At(values, 0.95), At(values, 0.99), values[^1]);
    }

    // Nearest rank: the smallest value that at least this share of all is not above.
    private static double At(List<double> sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
}
