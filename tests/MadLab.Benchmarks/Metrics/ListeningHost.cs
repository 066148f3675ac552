using System.Diagnostics.Metrics;
using MadLab.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Benchmarks.Metrics;

/// <summary>A meter of a host of its own, and who listens to it.</summary>
internal sealed class ListeningHost : IDisposable
{
    public const string Nobody = "nobody";
    public const string Empty = "empty listener";
    public const string Registry = "registry";

    public static readonly IReadOnlyList<string> Listeners = [Nobody, Empty, Registry];

    private readonly ServiceProvider _services;
    private readonly MeterListener _listener = new();

    public ListeningHost(string listener)
    {
        _services = new ServiceCollection().AddMadLabMetrics().BuildServiceProvider();
        var meters = _services.GetRequiredService<IMeterFactory>();
        switch (listener)
        {
            case Registry:
                _services.GetRequiredService<MetricsRegistry>().Start();
                break;
            case Empty:
                _listener.InstrumentPublished = (instrument, l) =>
                {
                    if (ReferenceEquals(instrument.Meter.Scope, meters))
                    {
                        l.EnableMeasurementEvents(instrument);
                    }
                };
                _listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
                _listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
                _listener.Start();
                break;
        }

        var meter = meters.Create(MadLabDiagnostics.MeterName);
        Counter = meter.CreateCounter<long>("bench.counter");
        Histogram = meter.CreateHistogram<double>("bench.histogram", "s");
    }

    public Counter<long> Counter { get; }

    public Histogram<double> Histogram { get; }

    /// <summary>The registry's percentiles of all that the histogram measured.</summary>
    public double[] Percentiles(IEnumerable<double> fractions) => _services.GetRequiredService<MetricsRegistry>().Read(reading =>
    {
        var sum = new HistogramSum();
        foreach (var series in reading.Series(Histogram.Name).OfType<HistogramSeries>())
        {
            series.AddWindowTo(sum, reading.Window);
        }

        return fractions.Select(sum.Percentile).ToArray();
    });

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }
}
