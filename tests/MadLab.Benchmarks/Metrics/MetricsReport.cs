using System.Globalization;
using System.Text;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Metrics;

/// <summary>A run's result, as the JSON document has it.</summary>
/// <param name="Command">Which command it is of.</param>
/// <param name="Machine">Where and when.</param>
/// <param name="Costs">What measuring costs.</param>
/// <param name="Percentiles">How exact percentiles are.</param>
internal sealed record MetricsReport(string Command, Machine Machine, IReadOnlyList<MeasurementCost> Costs, IReadOnlyList<PercentileError> Percentiles)
{
    /// <summary>The report for people.</summary>
    public string Render()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Machine.Processor}, {Machine.Cores} cores, {Machine.System}, {Machine.Runtime}, {Machine.Date}\n\n"));
        var costs = new TextTable(["ns per measurement", .. ListeningHost.Listeners, "registry B"]);
        foreach (var group in Costs.GroupBy(c => c.Measurement))
        {
            costs.Add([group.Key, .. ListeningHost.Listeners.Select(l => Show(group.Single(c => c.Listener == l).Nanoseconds)), Number(group.Single(c => c.Listener == ListeningHost.Registry).Bytes, "0.0")]);
        }

        var percentiles = new TextTable("percentile", "exact ms", "registry ms", "off by");
        foreach (var row in Percentiles)
        {
            percentiles.Add($"p{Number(row.Percent, "0.#")}", Number(row.Exact * 1000, "0.000"), Number(row.Measured * 1000, "0.000"), $"{Number(row.ErrorPercent, "0.00")} %");
        }

        return text.Append(costs).Append('\n').Append(percentiles).ToString();
    }

    private static string Show(Spread spread) => $"{Number(spread.Median, "0.0")} ({Number(spread.Min, "0.0")}-{Number(spread.Max, "0.0")})";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
