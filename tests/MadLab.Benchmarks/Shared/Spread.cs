namespace MadLab.Benchmarks.Shared;

/// <summary>One figure over the rounds of a run.</summary>
/// <param name="Median">The middle one; of an even number the mean of the two.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The most.</param>
internal sealed record Spread(double Median, double Min, double Max)
{
    public static Spread? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0
            ? null
            : new Spread((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2, sorted[0], sorted[^1]);
    }
}
