using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Metrics;

/// <summary>One measurement's cost with one listener.</summary>
/// <param name="Measurement">What is measured and with how many tags.</param>
/// <param name="Listener">Who listens.</param>
/// <param name="Nanoseconds">Per measurement, in the thread that measures.</param>
/// <param name="Bytes">Allocated per measurement.</param>
internal sealed record MeasurementCost(string Measurement, string Listener, Spread Nanoseconds, double Bytes)
{
    private static readonly KeyValuePair<string, object?> Result = new("madlab.cache.result", "hit");
    private static readonly KeyValuePair<string, object?> Area = new("madlab.area", "market");
    private static readonly KeyValuePair<string, object?> Method = new("http.request.method", "GET");
    private static readonly KeyValuePair<string, object?> Status = new("http.response.status_code", 200);

    private static readonly (string Name, Action<ListeningHost, int> Run)[] Kinds =
    [
        ("counter", static (host, calls) =>
        {
            for (var i = 0; i < calls; i++)
            {
                host.Counter.Add(1);
            }
        }),
        ("counter, 1 tag", static (host, calls) =>
        {
            for (var i = 0; i < calls; i++)
            {
                host.Counter.Add(1, Result);
            }
        }),
        ("histogram", static (host, calls) =>
        {
            for (var i = 0; i < calls; i++)
            {
                host.Histogram.Record(Duration(i));
            }
        }),
        ("histogram, 1 tag", static (host, calls) =>
        {
            for (var i = 0; i < calls; i++)
            {
                host.Histogram.Record(Duration(i), Area);
            }
        }),
        ("histogram, 3 tags", static (host, calls) =>
        {
            for (var i = 0; i < calls; i++)
            {
                host.Histogram.Record(Duration(i), Area, Method, Status);
            }
        }),
    ];

    public static List<MeasurementCost> Measure(MetricsOptions options)
    {
        var hosts = ListeningHost.Listeners.Select(l => (Name: l, Host: new ListeningHost(l))).ToList();
        var runs = (from kind in Kinds from host in hosts select (kind.Name, Listener: host.Name, host.Host, kind.Run, Nanoseconds: new List<double>())).ToList();
        var bytes = new double[runs.Count];
        foreach (var run in runs)
        {
            // Past the tiers of the compiler.
            for (var i = 0; i < 50; i++)
            {
                run.Run(run.Host, Math.Max(1, options.Calls / 100));
            }
        }

        Thread.Sleep(TimeSpan.FromMilliseconds(200));
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < runs.Count; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var started = ThreadClock.Nanoseconds;
                runs[i].Run(runs[i].Host, options.Calls);
                runs[i].Nanoseconds.Add((ThreadClock.Nanoseconds - started) / options.Calls);
                bytes[i] = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / options.Calls;
            }
        }

        hosts.ForEach(h => h.Host.Dispose());
        return [.. runs.Select((r, i) => new MeasurementCost(r.Name, r.Listener, Spread.Of(r.Nanoseconds)!, bytes[i]))];
    }

    // 1 to 17 ms: several buckets, as real durations have them.
    private static double Duration(int i) => 0.001 + ((i & 15) * 0.001);
}
