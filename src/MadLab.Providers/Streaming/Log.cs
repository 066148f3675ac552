using System.Net.WebSockets;
using Microsoft.Extensions.Logging;

namespace MadLab.Providers;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Connected to {Host}.", EventName = "Connected")]
    public static partial void Connected(this ILogger logger, string host);

    [LoggerMessage(2, LogLevel.Warning, "The connection to {Host} was lost; the next is tried after {Seconds} s or a little more.", EventName = "ConnectionLost")]
    public static partial void ConnectionLost(this ILogger logger, string host, double seconds, Exception exception);

    [LoggerMessage(3, LogLevel.Debug, "A {Type} message of the upstream was skipped: {Problem}.", EventName = "MessageSkipped")]
    public static partial void MessageSkipped(this ILogger logger, WebSocketMessageType type, string problem);

    [LoggerMessage(4, LogLevel.Debug, "The connection could not be closed politely.", EventName = "CloseFailed")]
    public static partial void CloseFailed(this ILogger logger, Exception exception);
}
