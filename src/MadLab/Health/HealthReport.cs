using System.Text.Json.Serialization;
using MadLab.Metrics;
using MadLab.Operator;

namespace MadLab.Health;

/// <summary>The answer of <c>GET /health</c>.</summary>
internal sealed record HealthReport
{
    /// <summary><c>ok</c>, <c>degraded</c> or <c>error</c>.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Whether any provider can be called: <c>available</c> or <c>unavailable</c>.</summary>
    public required string Provider { get; init; }

    public required IReadOnlyList<ProviderHealth> Providers { get; init; }

    public required bool LiveData { get; init; }

    public required bool Demo { get; init; }

    public required StreamingHealth Streaming { get; init; }

    public required MetricsSummary Metrics { get; init; }

    /// <summary><c>ok</c> or <c>down</c>.</summary>
    public required string Db { get; init; }

    /// <summary>Why the store is down, as its endpoints say it; absent while it is up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DbError { get; init; }

    /// <summary>The backups; absent where none are scheduled and none is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BackupHealth? Backup { get; init; }

    /// <summary><c>db</c> or <c>memory</c>.</summary>
    public required string DbMode { get; init; }

    /// <summary>The switches that are set; empty when none is.</summary>
    public required IReadOnlyList<SwitchState> Switches { get; init; }

    /// <summary>Codes of what an operator should know of; empty when there is nothing.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    public required string Version { get; init; }
}

/// <summary>One provider by its real calls.</summary>
internal sealed record ProviderHealth
{
    public required string Name { get; init; }

    /// <summary><c>available</c>, <c>degraded</c> or <c>unavailable</c>.</summary>
    public required string Status { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LatencyMs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProviderError? LastError { get; init; }
}

/// <summary>A provider's last failure, by its code alone.</summary>
internal sealed record ProviderError(string Code, DateTimeOffset? At);

/// <summary>The backups: whether the last scheduled attempt succeeded, and when the newest good one was begun.</summary>
internal sealed record BackupHealth
{
    /// <summary><c>ok</c>, or <c>failing</c> while attempts fail, of which the log says why.</summary>
    public required string Status { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastSuccess { get; init; }
}

/// <summary>How much is streamed.</summary>
internal sealed record StreamingHealth(int Connections, int Symbols);

/// <summary>The answer of the probes.</summary>
internal sealed record ProbeReport(string Status);
