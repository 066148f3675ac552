using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;

namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>Frames by way of a WebSocket whose bytes cannot be reached: that of a server without upgrades, as in a host's in-memory tests.</summary>
internal sealed class SocketFrames(System.Net.WebSockets.WebSocket socket) : IFrameWriter
{
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
    {
        while (!frames.IsEmpty && socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            var isClose = Frames.IsClose(frames.Span);
            var payload = Frames.Take(ref frames);
            if (isClose)
            {
                await CloseAsync(payload);
                return;
            }

            await socket.SendAsync(payload, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }

    /// <summary>Nothing to read: such a socket has no bytes, only messages.</summary>
    public Task DrainAsync() => Task.CompletedTask;

    private Task CloseAsync(ReadOnlyMemory<byte> payload) =>
        payload.IsEmpty
            ? socket.CloseOutputAsync(WebSocketCloseStatus.Empty, null, CancellationToken.None)
            : socket.CloseOutputAsync(
                (WebSocketCloseStatus)BinaryPrimitives.ReadUInt16BigEndian(payload.Span),
                Encoding.UTF8.GetString(payload.Span[2..]),
                CancellationToken.None);
}
