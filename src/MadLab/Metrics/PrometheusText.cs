using System.Globalization;
using System.Text;
using MadLab.Client;

namespace MadLab.Metrics;

/// <summary>The registry in the Prometheus text format 0.0.4.</summary>
internal sealed class PrometheusText(MetricsRegistry registry)
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Upper bounds in seconds. Each counts whole buckets of the histogram, so it is sharp to 0.8 %.</summary>
    private static readonly double[] Bounds =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private static readonly (string Label, int Buckets)[] Cuts = Array.ConvertAll(Bounds, b => (Number(b), HistogramScale.BucketsBelow(b)));

    public string Write() => registry.Read(static reading =>
    {
        var text = new StringBuilder(16 * 1024);
        var sum = new HistogramSum();
        string? last = null;
        foreach (var family in reading.Families.OrderBy(f => f.PrometheusName, StringComparer.Ordinal).ThenBy(f => f.Name, StringComparer.Ordinal))
        {
            // Two instruments whose names differ only in what the format does not allow: the first one speaks.
            if (family.Series.Count > 0 && family.PrometheusName != last)
            {
                last = family.PrometheusName;
                Write(text, family, sum);
            }
        }

        WriteProcess(text);
        return text.ToString();
    });

    private static void Write(StringBuilder text, MetricFamily family, HistogramSum sum)
    {
        var name = family.PrometheusName;
        Head(text, name, family.Description, family.Kind switch
        {
            MetricKind.Histogram => "histogram",
            MetricKind.Counter or MetricKind.ObservedCounter => "counter",
            _ => "gauge",
        });
        foreach (var series in family.Series)
        {
            if (series is HistogramSeries histogram)
            {
                sum.Clear();
                histogram.AddTotalTo(sum);
                Write(text, name, histogram.Labels, sum);
            }
            else if (series is ValueSeries value)
            {
                Line(text, name, value.Labels, value.Value);
            }
        }
    }

    private static void Write(StringBuilder text, string name, string labels, HistogramSum sum)
    {
        var separator = labels.Length == 0 ? string.Empty : ",";
        long count = 0;
        var from = 0;
        foreach (var (bound, to) in Cuts)
        {
            count += sum.CountBetween(from, to);
            from = to;
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{separator}le=\"{bound}\"}} {count}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{separator}le=\"+Inf\"}} {sum.Count}\n");
        Line(text, name + "_sum", labels, sum.Sum);
        Line(text, name + "_count", labels, sum.Count);
    }

    private static void WriteProcess(StringBuilder text)
    {
        Head(text, "madlab_build_info", "The version that runs.", "gauge");
        Line(text, "madlab_build_info", Tags.ToLabels([new("version", MadLabVersion.Current)]), 1);
        Head(text, "process_cpu_seconds_total", "User and system time the process has used.", "counter");
        Line(text, "process_cpu_seconds_total", string.Empty, Environment.CpuUsage.TotalTime.TotalSeconds);
        Head(text, "process_resident_memory_bytes", "Memory of the process that is resident.", "gauge");
        Line(text, "process_resident_memory_bytes", string.Empty, Environment.WorkingSet);
        Head(text, "dotnet_gc_heap_bytes", "Memory of the managed heap in use, with what waits to be collected.", "gauge");
        Line(text, "dotnet_gc_heap_bytes", string.Empty, GC.GetTotalMemory(forceFullCollection: false));
    }

    private static void Head(StringBuilder text, string name, string description, string type)
    {
        text.Append("# HELP ").Append(name).Append(' ');
        PrometheusNames.AppendEscaped(text, description, quotes: false);
        text.Append(CultureInfo.InvariantCulture, $"\n# TYPE {name} {type}\n");
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
