using System.Globalization;
using System.Text;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Cache;

/// <summary>A run's result, as the JSON document has it.</summary>
/// <param name="Command">Which command it is of.</param>
/// <param name="Machine">Where and when.</param>
/// <param name="Hit">Cost of a hit.</param>
/// <param name="Ratios">Hit ratios.</param>
/// <param name="Throughput">Many threads.</param>
internal sealed record CacheReport(string Command, Machine Machine, IReadOnlyList<HitCost> Hit, IReadOnlyList<HitRatio> Ratios, IReadOnlyList<Throughput> Throughput)
{
    /// <summary>The report for people.</summary>
    public string Render()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Machine.Processor}, {Machine.Cores} cores, {Machine.System}, {Machine.Runtime}, {Machine.Date}\n\n"));
        var hit = new TextTable("hit", "ns", "B", "x madlab");
        foreach (var row in Hit)
        {
            hit.Add(row.Cache, Show(row.Nanoseconds, "0.0"), row.Bytes.ToString("0.0", CultureInfo.InvariantCulture), Show(row.ToMadLab, "0.0"));
        }

        var names = CachePeer.All.Select(p => p.Name).ToList();
        var ratios = new TextTable(["hit ratio", "size", .. names]);
        foreach (var group in Ratios.GroupBy(r => (r.Trace, r.SizePercent)))
        {
            ratios.Add([group.Key.Trace, $"{group.Key.SizePercent} %", .. names.Select(n => group.Single(r => r.Cache == n).Percent.ToString("0.0", CultureInfo.InvariantCulture) + " %")]);
        }

        var threads = new TextTable("many threads", "reads/us", "x madlab", "most entries", "cap");
        foreach (var row in Throughput)
        {
            threads.Add(row.Cache, Show(row.OperationsPerMicrosecond, "0.00"), Show(row.ToMadLab, "0.00"), $"{row.MostEntries}", $"{row.Capacity}");
        }

        return text.Append(hit).Append('\n').Append(ratios).Append('\n').Append(threads).ToString();
    }

    private static string Show(Spread? spread, string format) =>
        spread is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{spread.Median.ToString(format, CultureInfo.InvariantCulture)} ({spread.Min.ToString(format, CultureInfo.InvariantCulture)}-{spread.Max.ToString(format, CultureInfo.InvariantCulture)})");
}
