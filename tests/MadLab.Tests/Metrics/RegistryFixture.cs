using System.Diagnostics.Metrics;
using MadLab.Diagnostics;
using MadLab.Http;
using MadLab.Metrics;
using MadLab.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Tests.Metrics;

/// <summary>A registry that listens, the meter it hears and the clock it goes by.</summary>
internal sealed class RegistryFixture : IDisposable
{
    private readonly ServiceProvider _services;

    public RegistryFixture()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddMadLabMetrics();
        _services = services.BuildServiceProvider();
        Registry.Start();
        Meter = _services.GetRequiredService<IMeterFactory>().Create(MadLabDiagnostics.MeterName);
    }

    public ManualTimeProvider Clock { get; } = new();

    public Meter Meter { get; }

    public MetricsRegistry Registry => _services.GetRequiredService<MetricsRegistry>();

    public RequestMetrics Requests => _services.GetRequiredService<RequestMetrics>();

    public MetricsSnapshot Snapshot() => _services.GetRequiredService<MetricsReporter>().Snapshot();

    public string Prometheus() => _services.GetRequiredService<PrometheusText>().Write();

    public TimerValue Timer(string name) => Snapshot().Timers.Single(t => t.Name == name);

    public long Counter(string name) => Snapshot().Counters.Single(c => c.Name == name).Value;

    public RateValue Rate(string name) => Snapshot().Rates.Single(r => r.Name == name + ":rate");

    public static KeyValuePair<string, object?> Transport(string name) => new(Instruments.Transport, name);

    public static KeyValuePair<string, object?> Result(string name) => new(Instruments.Result, name);

    public void Dispose() => _services.Dispose();
}
