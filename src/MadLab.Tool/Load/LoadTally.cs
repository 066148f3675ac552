using System.Collections.Concurrent;

namespace MadLab.Tool.Load;

/// <summary>What a load has seen so far: latencies from the moment a call was meant to begin, and what went wrong by kind.</summary>
internal sealed class LoadTally
{
    private readonly Lock _gate = new();
    private readonly List<double> _latencies = [];
    private readonly ConcurrentDictionary<string, int> _errors = new(StringComparer.Ordinal);
    private long _messages;

    public long Messages => Interlocked.Read(ref _messages);

    public int Calls
    {
        get
        {
            lock (_gate)
            {
                return _latencies.Count;
            }
        }
    }

    public int Errors => _errors.Values.Sum();

    public IReadOnlyDictionary<string, int> ErrorsByKind => _errors;

    public void Answered(TimeSpan latency)
    {
        lock (_gate)
        {
            _latencies.Add(latency.TotalMilliseconds);
        }
    }

    public void Failed(string kind) => _errors.AddOrUpdate(kind, 1, static (_, n) => n + 1);

    public void Heard() => Interlocked.Increment(ref _messages);

    /// <summary>The latencies in milliseconds at these parts of the whole, by nearest rank; null where nothing was answered.</summary>
    public double?[] Percentiles(params ReadOnlySpan<double> parts)
    {
        double[] sorted;
        lock (_gate)
        {
            sorted = [.. _latencies];
        }

        Array.Sort(sorted);
        var at = new double?[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            at[i] = sorted.Length == 0 ? null : sorted[Math.Clamp((int)Math.Ceiling(parts[i] * sorted.Length) - 1, 0, sorted.Length - 1)];
        }

        return at;
    }
}
