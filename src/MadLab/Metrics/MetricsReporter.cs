using MadLab.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace MadLab.Metrics;

/// <summary>Says what the registry holds under the names that clients read.</summary>
internal sealed class MetricsReporter(MetricsRegistry registry, TimeProvider time)
{
    private const string StreamTimer = "ws:tick";

    /// <summary>Timers that are always there, 0 or not, in the order in which they are listed.</summary>
    private static readonly string[] KnownTimers =
    [
        "market:GET", "market:POST", StreamTimer,
        "templates:GET", "templates:POST", "templates:DELETE",
        "workspaces:GET", "workspaces:POST", "workspaces:PUT", "workspaces:DELETE",
    ];

    private static readonly TimeSpan SummaryAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private MetricsSummary? _summary;
    private long _summarized;

    public MetricsSnapshot Snapshot() => registry.Read(reading => Snapshot(reading));

    /// <summary>The part that health shows, at most a second old: health is asked often, and by anybody.</summary>
    public MetricsSummary Summary()
    {
        lock (_gate)
        {
            if (_summary is null || time.GetElapsedTime(_summarized) > SummaryAge)
            {
                var snapshot = Snapshot();
                _summary = new MetricsSummary(snapshot.Timers, snapshot.Counters, snapshot.Rates, snapshot.Ts);
                _summarized = time.GetTimestamp();
            }

            return _summary;
        }
    }

    private static MetricsSnapshot Snapshot(MetricsReading reading)
    {
        var timers = new List<TimerValue>();
        var counts = new CounterSheet(reading.Window.Seconds);
        var sum = new HistogramSum();
        foreach (var (name, series) in TimersOf(reading))
        {
            sum.Clear();
            long total = 0, errors = 0, errorsInWindow = 0;
            foreach (var histogram in series)
            {
                histogram.AddWindowTo(sum, reading.Window);
                var count = histogram.Count;
                total += count;
                if (ErrorTally.IsError(ErrorTally.StatusOf(histogram)))
                {
                    errors += count;
                    errorsInWindow += histogram.CountInWindow(reading.Window);
                }
            }

            timers.Add(ToTimer(name, sum));
            counts.Add($"{name}:count", total, sum.Count);
            counts.Add($"{name}:errors", errors, errorsInWindow);
        }

        foreach (var source in CounterMap.All)
        {
            var (total, inWindow) = Count(reading, source);
            counts.Add(source.Name, total, inWindow);
        }

        var failures = reading.Errors;
        return new MetricsSnapshot
        {
            Timers = timers,
            Counters = counts.Counters,
            Rates = counts.Rates,
            Errors = new ErrorValues(failures.Total, failures.ByCategory, failures.BySeverity, reading.RecentErrors),
            Ws = WebSockets(reading, counts),
            Memory = new MemoryValues(GC.GetTotalMemory(forceFullCollection: false), Environment.WorkingSet),
            Ts = reading.Time.ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>The known timers, then those that were measured besides.</summary>
    private static IEnumerable<(string Name, List<HistogramSeries> Series)> TimersOf(MetricsReading reading)
    {
        var measured = new SortedDictionary<string, List<HistogramSeries>>(StringComparer.Ordinal);
        foreach (var name in KnownTimers)
        {
            measured[name] = [];
        }

        foreach (var series in reading.Series(Instruments.RequestDuration).OfType<HistogramSeries>())
        {
            if (series.Tag(Instruments.Area) is string area && series.Tag(Instruments.Method) is string method)
            {
                // HEAD is GET without a body, and reads the same data.
                AddTo(measured, $"{area}:{(HttpMethods.IsHead(method) ? HttpMethods.Get : method)}", series);
            }
        }

        foreach (var series in reading.Series(Instruments.StreamTickDuration).OfType<HistogramSeries>())
        {
            AddTo(measured, StreamTimer, series);
        }

        return KnownTimers.Concat(measured.Keys.Except(KnownTimers)).Select(name => (name, measured[name]));
    }

    private static void AddTo(SortedDictionary<string, List<HistogramSeries>> timers, string name, HistogramSeries series)
    {
        if (!timers.TryGetValue(name, out var list))
        {
            timers[name] = list = [];
        }

        list.Add(series);
    }

    private static TimerValue ToTimer(string name, HistogramSum sum) =>
        new(name, sum.Count, Ms(sum.Percentile(0.5)), Ms(sum.Percentile(0.9)), Ms(sum.Percentile(0.95)), Ms(sum.Percentile(0.99)), Ms(sum.Max), Ms(sum.Mean));

    private static double Ms(double seconds) => Math.Round(seconds * 1e3, 4);

    private static (long Total, long InWindow) Count(MetricsReading reading, CounterSource source)
    {
        double total = 0, inWindow = 0;
        foreach (var series in reading.Series(source.Instrument).OfType<ValueSeries>())
        {
            if (source.Takes(series))
            {
                total += series.Total;
                inWindow += series.InWindow(reading.Window);
            }
        }

        return ((long)total, (long)inWindow);
    }

    private static WebSocketValues WebSockets(MetricsReading reading, CounterSheet counts)
    {
        double open = 0;
        foreach (var series in reading.Series(Instruments.StreamConnectionsActive).OfType<ValueSeries>())
        {
            open += CounterMap.WebSocket.Equals(series.Tag(Instruments.Transport)) ? series.Value : 0;
        }

        return new WebSocketValues(
            (long)open,
            counts.Value(CounterMap.ConnectionsClosed),
            counts.Rate(CounterMap.MessagesSent),
            counts.Rate(CounterMap.MessagesReceived),
            counts.Value(CounterMap.Subscriptions),
            counts.Value(CounterMap.StreamErrors),
            counts.Value(CounterMap.ConnectionErrors),
            counts.Value(CounterMap.BadMessages));
    }
}
