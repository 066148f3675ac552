namespace MadLab.Benchmarks.Db;

/// <summary>What a run has to show.</summary>
internal static class DbTargets
{
    /// <summary>Of the throughput of hand-written ADO.NET.</summary>
    public const double Ratio = 0.6;

    /// <summary>Milliseconds that 95 of 100 answers may take.</summary>
    public const double P95 = 200;

    /// <summary>A sentence for each figure that falls short; medians count, as the table shows them.</summary>
    public static IReadOnlyList<string> Missed(IEnumerable<DbResult> results) => [.. results.SelectMany(Missed)];

    private static IEnumerable<string> Missed(DbResult result)
    {
        var what = $"{result.Engine}, {result.Operation}, {result.Clients} clients";
        if (!(result.Ratio.Median >= Ratio))
        {
            yield return FormattableString.Invariant($"{what}: {result.Ratio.Median:0.00} of ADO.NET's throughput; at least {Ratio} is wanted.");
        }

        if (!(result.P95.Median < P95))
        {
            yield return FormattableString.Invariant($"{what}: p95 is {result.P95.Median:0} ms; less than {P95} is wanted.");
        }
    }
}
