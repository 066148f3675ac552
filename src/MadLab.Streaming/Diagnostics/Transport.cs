namespace MadLab.Streaming.Diagnostics;

/// <summary>How a client is connected.</summary>
internal enum Transport
{
    WebSocket,
    Sse,
    Polling,
}
