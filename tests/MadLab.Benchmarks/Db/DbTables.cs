using System.Globalization;
using System.Text;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Db;

/// <summary>The report for people.</summary>
internal static class DbTables
{
    public static string Render(DbReport report)
    {
        var text = new StringBuilder();
        var machine = report.Machine;
        text.Append(CultureInfo.InvariantCulture, $"{machine.Processor}, {machine.Cores} cores, {machine.System}, {machine.Runtime}, {machine.Date}\n");
        text.Append(CultureInfo.InvariantCulture, $"{report.Pairs} pairs of {report.Seconds} s, {report.Rows} workspaces of {report.Bytes} B; medians, in brackets the least and the most\n\n");
        var table = new TextTable("engine", "operation", "clients", "ado/s", "madlab/s", "ratio", "p50 ms", "p95 ms", "max ms");
        foreach (var result in report.Results)
        {
            table.Add(
                result.Engine,
                result.Operation,
                Number(result.Clients, "0"),
                Number(result.AdoPerSecond.Median, "0"),
                Number(result.MadLabPerSecond.Median, "0"),
                $"{Number(result.Ratio.Median, "0.00")} ({Number(result.Ratio.Min, "0.00")}-{Number(result.Ratio.Max, "0.00")})",
                Number(result.P50.Median, "0.0"),
                Number(result.P95.Median, "0.0"),
                Number(result.Max.Max, "0"));
        }

        return text.Append(table).ToString();
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
