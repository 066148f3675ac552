using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Streaming.Tests.Support;

/// <summary>What a host's instruments have counted since this was made, by name, and by transport where they tell it. Of a histogram, how often.</summary>
internal sealed class Sums : IDisposable
{
    private readonly ConcurrentDictionary<string, double> _sums = new();
    private readonly MeterListener _listener = new();

    public Sums(StreamHost host)
    {
        var meters = host.App.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((i, v, tags, _) => Add(i, v, tags));
        _listener.SetMeasurementEventCallback<int>((i, v, tags, _) => Add(i, v, tags));
        _listener.SetMeasurementEventCallback<double>((i, _, tags, _) => Add(i, 1, tags));
        _listener.Start();
    }

    /// <summary>The sum; 0 where nothing was counted.</summary>
    public double this[string name] => _sums.GetValueOrDefault(name);

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name;
        foreach (var (key, tag) in tags)
        {
            name += key == "madlab.transport" ? $"/{tag}" : "";
        }

        _sums.AddOrUpdate(name, value, (_, sum) => sum + value);
    }
}
