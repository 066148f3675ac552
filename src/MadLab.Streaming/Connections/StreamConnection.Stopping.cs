using System.Globalization;
using System.Text;
using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Transports.WebSocket;

namespace MadLab.Streaming.Connections;

/// <content>What a client is told before the host stops.</content>
internal abstract partial class StreamConnection
{
    // Drawn anew and not what "open" said: those who came together may have got it together.
    private void WriteReconnect(CloseReason reason)
    {
        if (reason != CloseReason.HostStopping)
        {
            return;
        }

        var wait = WebSocketConnection.ReconnectMs(Runtime.Options);
        if (_transport == Transport.Sse)
        {
            Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"retry: {wait}\n")));
        }

        var status = CurrentStatus();
        Write(Encode("status", json =>
        {
            StreamMessages.WriteStatus(json, status);
            json.WriteNumber("reconnectMs"u8, wait);
        }));
        NoteMessages(1);
    }
}
