using System.Globalization;
using System.Text;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market;

/// <summary>The report for people.</summary>
internal static class MarketTables
{
    public static string Render(MarketReport report)
    {
        var text = new StringBuilder();
        var machine = report.Machine;
        text.Append(CultureInfo.InvariantCulture, $"{machine.Processor}, {machine.Cores} cores, {machine.System}, {machine.Runtime}, {machine.Date}\n");
        text.Append(CultureInfo.InvariantCulture, $"{report.Pairs} pairs of {report.Seconds} s, {report.Connections} connections, {(report.Pinned ? "servers and load on a core each" : "not pinned")}; medians, in brackets the least and the most\n\n");
        var table = new TextTable("case", "load", "body B", "bare req/s", "madlab req/s", "ratio", "CPU ratio", "bare us", "madlab us", "bare B/req", "madlab B/req", "p50 added ms", "p99 ms");
        foreach (var result in report.Cases)
        {
            table.Add(
                result.Case,
                result.Load,
                Number(result.BodyBytes, "0"),
                Number(result.Bare.RequestsPerSecond.Median, "0"),
                Number(result.MadLab.RequestsPerSecond.Median, "0"),
                Text(result.Ratio, "0.00"),
                Text(result.CpuRatio, "0.00"),
                Number(result.Bare.CpuMicroseconds.Median, "0.0"),
                Number(result.MadLab.CpuMicroseconds.Median, "0.0"),
                Number(result.Bare.AllocatedBytes.Median, "0"),
                Number(result.MadLab.AllocatedBytes.Median, "0"),
                Text(result.AddedMilliseconds, "0.00"),
                $"{Number(result.Bare.P99.Median, "0.0")} / {Number(result.MadLab.P99.Median, "0.0")}");
        }

        return text.Append(table).ToString();
    }

    private static string Text(Spread spread, string format) => $"{Number(spread.Median, format)} ({Number(spread.Min, format)}-{Number(spread.Max, format)})";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
