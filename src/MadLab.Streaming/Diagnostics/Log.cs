using Microsoft.Extensions.Logging;

namespace MadLab.Streaming.Diagnostics;

/// <summary>What the streams log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Upstream of {Symbol} opened.", EventName = "UpstreamOpened")]
    public static partial void UpstreamOpened(this ILogger logger, Symbol symbol);

    [LoggerMessage(2, LogLevel.Debug, "Upstream of {Symbol} closed.", EventName = "UpstreamClosed")]
    public static partial void UpstreamClosed(this ILogger logger, Symbol symbol);

    [LoggerMessage(3, LogLevel.Error, "The feed could not open or close {Symbol}.", EventName = "UpstreamBroken")]
    public static partial void UpstreamBroken(this ILogger logger, Symbol symbol, Exception exception);

    [LoggerMessage(4, LogLevel.Debug, "A {Transport} connection broke while it was written to.", EventName = "ConnectionBroke")]
    public static partial void ConnectionBroke(this ILogger logger, Transport transport, Exception exception);

    [LoggerMessage(5, LogLevel.Information, "A {Transport} client was dropped: it took nothing for {Seconds} s.", EventName = "SlowClientDropped")]
    public static partial void SlowClientDropped(this ILogger logger, Transport transport, double seconds);

    [LoggerMessage(6, LogLevel.Warning, "A {Transport} connection was refused: {Reason}. Further refusals are not logged for a minute.", EventName = "ConnectionRefused")]
    public static partial void ConnectionRefused(this ILogger logger, Transport transport, string reason);

    [LoggerMessage(7, LogLevel.Error, "A flush loop failed in one pass and goes on.", EventName = "FlushFailed")]
    public static partial void FlushFailed(this ILogger logger, Exception exception);

    [LoggerMessage(8, LogLevel.Information, "The host stops: {Connections} stream connections are closed.", EventName = "StreamsClosing")]
    public static partial void StreamsClosing(this ILogger logger, int connections);

    [LoggerMessage(9, LogLevel.Debug, "A WebSocket client left without a close handshake.", EventName = "ClientVanished")]
    public static partial void ClientVanished(this ILogger logger, Exception exception);

    [LoggerMessage(20, LogLevel.Error, "Whether a stream's caller may still listen could not be told; the stream is closed.", EventName = "AuthorizationUnknown")]
    public static partial void AuthorizationUnknown(this ILogger logger, Exception exception);
}
