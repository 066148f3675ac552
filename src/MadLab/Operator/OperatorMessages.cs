using System.Text.Json.Serialization;

namespace MadLab.Operator;

/// <summary>A switch as health shows it: not by whom.</summary>
/// <param name="Name"><c>live-data</c> or <c>stream-mode</c>.</param>
/// <param name="Value">A boolean or a mode; null where an operator says nothing.</param>
/// <param name="Since">When it was set, UTC; null where it never was.</param>
internal sealed record SwitchState(string Name, object? Value, DateTimeOffset? Since);

/// <summary>A switch as operators see it.</summary>
internal sealed record OperatorSwitch(string Name, object? Value, DateTimeOffset? Since, string? By);

/// <summary>The answer of <c>GET /operator</c>.</summary>
internal sealed record OperatorSwitchList(IReadOnlyList<OperatorSwitch> Switches);

/// <summary>The answer to a change; <c>Persisted</c> tells whether it would outlast a restart now.</summary>
internal sealed record OperatorChange(string Name, object? Value, DateTimeOffset? Since, string? By, bool Persisted);

/// <summary>The body of <c>PUT /operator/live-data</c>.</summary>
internal sealed record LiveDataBody
{
    /// <summary>False switches off; true or null lift that.</summary>
    [JsonRequired]
    public bool? Enabled { get; init; }
}

/// <summary>The body of <c>PUT /operator/stream-mode</c>.</summary>
internal sealed record StreamModeBody
{
    /// <summary><c>auto</c>, <c>websocket</c>, <c>sse</c> or <c>polling</c>; null for what the configuration says.</summary>
    [JsonRequired]
    public string? Mode { get; init; }
}

/// <summary>The answer of <c>DELETE /operator/cache</c>.</summary>
internal sealed record CacheRemoval(int Removed);
