using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Numerics;
using MadLab.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MadLab.Metrics;

/// <summary>
/// Hears every instrument of this host's "MadLab" meters and keeps what they measured. A measurement finds its series and adds to
/// it, without a lock, a clock or an allocation; windows come from copies taken every ten seconds.
/// </summary>
internal sealed class MetricsRegistry : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _meters;
    private readonly TimeProvider _time;
    private readonly ILogger<MetricsRegistry> _logger;
    private readonly SampleClock _clock;
    private readonly ErrorHistory _errors;
    private ITimer? _timer;
    private bool _disposed;

    public MetricsRegistry(IMeterFactory meters, TimeProvider time, ILogger<MetricsRegistry> logger)
    {
        _meters = meters;
        _time = time;
        _logger = logger;
        _clock = new SampleClock(time);
        _errors = new ErrorHistory(time);
        _listener.InstrumentPublished = Enable;
        Hear<double>();
        Hear<long>();
        Hear<int>();
        Hear<float>();
        Hear<short>();
        Hear<byte>();
        Hear<decimal>();
    }

    /// <summary>Begins to listen; what was measured before is not known. A second call does nothing.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_timer is not null || _disposed)
            {
                return;
            }

            _timer = _time.CreateTimer(static state => ((MetricsRegistry)state!).Sample(), this, SampleClock.Period, SampleClock.Period);
        }

        // Outside the lock: it calls back for every instrument there is.
        _listener.Start();
    }

    /// <summary>Asks the observable instruments, then reads; no copies are taken while it does.</summary>
    public T Read<T>(Func<MetricsReading, T> read)
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException e)
        {
            // Thrown by an instrument's own callback, after all others have been asked.
            _logger.ObservationFailed(e);
        }

        lock (_gate)
        {
            return read(new MetricsReading(_families, _clock.Read(), _errors, _time.GetUtcNow()));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }

        _listener.Dispose();
    }

    private static MetricKind? KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        if (!type.IsGenericType)
        {
            return null;
        }

        var definition = type.GetGenericTypeDefinition();
        return definition == typeof(Counter<>) ? MetricKind.Counter
            : definition == typeof(Histogram<>) ? MetricKind.Histogram
            : definition == typeof(UpDownCounter<>) ? MetricKind.UpDownCounter
            : definition == typeof(ObservableCounter<>) ? MetricKind.ObservedCounter
            : definition == typeof(Gauge<>) || definition == typeof(ObservableGauge<>) || definition == typeof(ObservableUpDownCounter<>) ? MetricKind.Gauge
            : null;
    }

    private void Hear<T>()
        where T : struct, INumber<T> =>
        _listener.SetMeasurementEventCallback<T>(static (_, value, tags, family) => ((MetricFamily)family!).Record(double.CreateTruncating(value), tags));

    private void Enable(Instrument instrument, MeterListener listener)
    {
        // The scope tells this host's meter from that of another host in the same process.
        if (instrument.Meter.Name != MadLabDiagnostics.MeterName || !ReferenceEquals(instrument.Meter.Scope, _meters) || KindOf(instrument) is not { } kind)
        {
            return;
        }

        var family = _families.GetOrAdd(instrument.Name, static (name, made) => new MetricFamily(name, made.Instrument.Unit, made.Instrument.Description, made.Kind), (Instrument: instrument, Kind: kind));
        if (family.Kind == kind)
        {
            listener.EnableMeasurementEvents(instrument, family);
        }
        else
        {
            _logger.InstrumentIgnored(instrument.Name, kind, family.Kind);
        }
    }

    private void Sample()
    {
        lock (_gate)
        {
            var slot = _clock.Advance();
            foreach (var (_, family) in _families)
            {
                family.Sample(slot);
            }

            _errors.Sample(_families);
        }
    }
}
