namespace MadLab.Benchmarks.Fanout;

/// <summary>How a client speaks to a server.</summary>
internal enum Wire
{
    /// <summary>RFC 6455, HTTP/1.1.</summary>
    WebSocket,

    /// <summary>The JSON hub protocol over a WebSocket, without negotiation.</summary>
    SignalR,

    /// <summary>Server-sent events, chunked HTTP/1.1.</summary>
    Events,
}
