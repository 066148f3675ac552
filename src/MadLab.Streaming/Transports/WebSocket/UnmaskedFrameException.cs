namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>A client sent a frame without a mask (RFC 6455, 5.1), which the framework's socket lets pass.</summary>
internal sealed class UnmaskedFrameException() : IOException("A client's frame was not masked.");
