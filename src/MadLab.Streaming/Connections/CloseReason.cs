using System.Net.WebSockets;
using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <summary>Why a connection ends, as each transport says it.</summary>
/// <param name="Status">The WebSocket close code.</param>
/// <param name="Text">The reason in words, at most 123 bytes; null for none.</param>
/// <param name="Code">The code of a last <c>stream_error</c>; null where the stream just ends.</param>
internal sealed record CloseReason(WebSocketCloseStatus Status, string? Text, string? Code = null)
{
    public static readonly CloseReason HostStopping = new(WebSocketCloseStatus.EndpointUnavailable, "The service is stopping; connect again.");
    public static readonly CloseReason TooSlow = new(WebSocketCloseStatus.PolicyViolation, "Too slow for too long.");
    public static readonly CloseReason TooManyReplies = new(WebSocketCloseStatus.PolicyViolation, "Messages are sent faster than their answers are read.");
    public static readonly CloseReason TooManyBadMessages = new(WebSocketCloseStatus.PolicyViolation, "Too many bad messages.");
    public static readonly CloseReason TooManyMessages = new(WebSocketCloseStatus.PolicyViolation, "Too many messages.");
    public static readonly CloseReason TokenExpired = new(WebSocketCloseStatus.PolicyViolation, "The sign-in expired.", StreamCodes.TokenExpired);
    public static readonly CloseReason AccessRevoked = new(WebSocketCloseStatus.PolicyViolation, "Access to this stream has ended.", StreamCodes.AccessRevoked);
    public static readonly CloseReason MessageTooBig = new(WebSocketCloseStatus.MessageTooBig, "The message is too long.");
    public static readonly CloseReason ProtocolError = new(WebSocketCloseStatus.ProtocolError, "Not as RFC 6455 says.");
    public static readonly CloseReason InvalidText = new(WebSocketCloseStatus.InvalidPayloadData, "A text message was not UTF-8.");
    public static readonly CloseReason ClientGone = new(WebSocketCloseStatus.Empty, null);
}
