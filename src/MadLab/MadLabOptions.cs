using System.ComponentModel.DataAnnotations;

namespace MadLab;

/// <summary>Settings of the front door, bound from <c>MadLab</c> and read at start; a value out of range stops the start.</summary>
public sealed class MadLabOptions
{
    /// <summary>
    /// Where browsers open their WebSocket: an absolute <c>ws</c>, <c>wss</c>, <c>http</c> or <c>https</c> address without
    /// credentials, or a path that starts with <c>/</c>. Null, the default, stands for the page's own host.
    /// </summary>
    public string? WsUrl { get; set; }

    /// <summary>How pages stream unless an operator says otherwise: <c>auto</c>, the default, <c>websocket</c>, <c>sse</c> or <c>polling</c>.</summary>
    public string StreamMode { get; set; } = StreamModes.Auto;

    /// <summary>How often pages poll where they cannot stream, in milliseconds: 250 to 600,000; 5,000 by default.</summary>
    [Range(250, 600_000)]
    public int PollingIntervalMs { get; set; } = 5_000;

    /// <summary>
    /// The authorization policy of the operator endpoints. Null, the default, leaves them unmapped;
    /// a name that the host has not registered stops the start.
    /// </summary>
    public string? OperatorPolicy { get; set; }
}
