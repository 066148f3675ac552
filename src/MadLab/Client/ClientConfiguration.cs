namespace MadLab.Client;

/// <summary>The answer of <c>GET /config</c>: what a browser needs before it streams.</summary>
internal sealed record ClientConfiguration
{
    /// <summary>Where the WebSocket is; null for the page's own host.</summary>
    public required string? WsUrl { get; init; }

    /// <summary><c>auto</c>, <c>websocket</c>, <c>sse</c> or <c>polling</c>.</summary>
    public required string StreamMode { get; init; }

    public required int PollingIntervalMs { get; init; }

    public required bool LiveData { get; init; }

    public required bool Demo { get; init; }

    /// <summary><c>db</c> or <c>memory</c>.</summary>
    public required string DbMode { get; init; }

    /// <summary>Whether documents outlast the process.</summary>
    public required bool Durable { get; init; }

    public required string Version { get; init; }
}
