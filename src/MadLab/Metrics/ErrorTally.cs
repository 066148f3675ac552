using System.Globalization;
using MadLab.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace MadLab.Metrics;

/// <summary>Failures counted by category and severity: refused and failed requests, broken streams, failed feeds.</summary>
internal sealed class ErrorTally
{
    private ErrorTally()
    {
    }

    public long Total { get; private set; }

    public SortedDictionary<string, long> ByCategory { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> BySeverity { get; } = new(StringComparer.Ordinal) { ["error"] = 0, ["warning"] = 0 };

    public static ErrorTally Of(IReadOnlyDictionary<string, MetricFamily> families)
    {
        var tally = new ErrorTally();
        foreach (var series in SeriesOf(families, Instruments.RequestDuration))
        {
            if (series is HistogramSeries requests && IsError(StatusOf(requests)))
            {
                tally.Add(requests.Tag(Instruments.Area) as string ?? "other", StatusOf(requests) >= 500 ? "error" : "warning", requests.Count);
            }
        }

        tally.Add("stream", "error", SumOf(families, Instruments.StreamErrors));
        tally.Add("feed", "error", SumOf(families, Instruments.StreamFeedErrors));
        return tally;
    }

    /// <summary>Whether the answer was a failure. A client that left before its answer (499) was refused nothing.</summary>
    public static bool IsError(int status) => status >= 400 && status != StatusCodes.Status499ClientClosedRequest;

    public static int StatusOf(MetricSeries series) => series.Tag(Instruments.Status) switch
    {
        int status => status,
        string text when int.TryParse(text, CultureInfo.InvariantCulture, out var status) => status,
        _ => 0,
    };

    private static IReadOnlyList<MetricSeries> SeriesOf(IReadOnlyDictionary<string, MetricFamily> families, string instrument) =>
        families.TryGetValue(instrument, out var family) ? family.Series : [];

    private static long SumOf(IReadOnlyDictionary<string, MetricFamily> families, string instrument)
    {
        double sum = 0;
        foreach (var series in SeriesOf(families, instrument))
        {
            sum += series is ValueSeries values ? values.Total : 0;
        }

        return (long)sum;
    }

    private void Add(string category, string severity, long count)
    {
        if (count > 0)
        {
            ByCategory[category] = ByCategory.GetValueOrDefault(category) + count;
            BySeverity[severity] += count;
            Total += count;
        }
    }
}
