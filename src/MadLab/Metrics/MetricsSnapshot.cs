namespace MadLab.Metrics;

/// <summary>The answer of <c>GET /metrics</c>.</summary>
internal sealed record MetricsSnapshot
{
    public required IReadOnlyList<TimerValue> Timers { get; init; }

    public required IReadOnlyList<CounterValue> Counters { get; init; }

    public required IReadOnlyList<RateValue> Rates { get; init; }

    public required ErrorValues Errors { get; init; }

    public required WebSocketValues Ws { get; init; }

    public required MemoryValues Memory { get; init; }

    /// <summary>When, in epoch milliseconds.</summary>
    public required long Ts { get; init; }
}

/// <summary>A timer over the last minute; all but the count in milliseconds.</summary>
internal sealed record TimerValue(string Name, long Count, double P50, double P90, double P95, double P99, double Max, double Avg);

/// <summary>A counter since the start.</summary>
internal sealed record CounterValue(string Name, long Value);

/// <summary>A counter over the last minute, under the counter's name and <c>:rate</c>.</summary>
internal sealed record RateValue(string Name, double PerSec, double WindowSec, long CountInWindow);

/// <summary>A rate where its place names it.</summary>
internal sealed record Rate(double PerSec, double WindowSec, long CountInWindow);

/// <summary>Failures since the start, and of the last five minutes.</summary>
internal sealed record ErrorValues(long TotalErrors, IReadOnlyDictionary<string, long> ErrorsByCategory, IReadOnlyDictionary<string, long> ErrorsBySeverity, long RecentErrors);

/// <summary>What happens on WebSockets; <c>Connections</c> are those open now.</summary>
internal sealed record WebSocketValues(
    long Connections,
    long ConnectionsClosed,
    Rate MessagesSentRate,
    Rate MessagesRecvRate,
    long SubscriptionsTotal,
    long StreamErrors,
    long Errors,
    long BadMessages);

/// <summary>Memory in bytes.</summary>
internal sealed record MemoryValues(long HeapUsed, long Rss);
