using System.Diagnostics.Metrics;
using MadLab.Diagnostics;

namespace MadLab.Http;

/// <summary>Durations of requests by area, method and status.</summary>
internal sealed class RequestMetrics(IMeterFactory meters)
{
    // Tags are objects: boxed once, not once per request.
    private static readonly object[] Statuses = [.. Enumerable.Range(0, 600).Select(static status => (object)status)];

    private readonly Histogram<double> _duration = meters.Create(MadLabDiagnostics.MeterName)
        .CreateHistogram<double>(Instruments.RequestDuration, "s", "Duration of requests to MadLab's endpoints.");

    public void Record(string area, string method, int status, TimeSpan duration)
    {
        if (_duration.Enabled)
        {
            _duration.Record(
                duration.TotalSeconds,
                new KeyValuePair<string, object?>(Instruments.Area, area),
                new KeyValuePair<string, object?>(Instruments.Method, method),
                new KeyValuePair<string, object?>(Instruments.Status, Statuses[Math.Clamp(status, 0, 599)]));
        }
    }
}
