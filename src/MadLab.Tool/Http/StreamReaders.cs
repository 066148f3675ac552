using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MadLab.Tool.Http;

/// <summary>The host said no on a stream.</summary>
internal sealed class StreamRefusal(string message) : Exception(message);

/// <summary>Reads one message after the other.</summary>
internal sealed class SocketReader(ClientWebSocket socket)
{
    private byte[] _buffer = new byte[16 * 1024];

    /// <summary>The next message; null when the host has closed.</summary>
    public async Task<JsonElement?> NextAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var got = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (got.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += got.Count;
            if (got.EndOfMessage)
            {
                using var document = JsonDocument.Parse(_buffer.AsMemory(0, length));
                return document.RootElement.Clone();
            }

            if (length == _buffer.Length)
            {
                // A host sends no more than this; somebody else might.
                if (length > 8 * 1024 * 1024)
                {
                    throw new StreamRefusal("a message of more than 8 MiB");
                }

                Array.Resize(ref _buffer, length * 2);
            }
        }
    }

    public static string? TypeOf(JsonElement message) => message.TryGetProperty("type", out var type) ? type.GetString() : null;

    /// <summary>Reads on until a message of a type.</summary>
    /// <exception cref="StreamRefusal">The host sent an error, or closed.</exception>
    public async Task UntilAsync(string type, CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = await NextAsync(cancellationToken) ?? throw new StreamRefusal($"closed with {(int?)socket.CloseStatus} {socket.CloseStatusDescription}");
            var seen = TypeOf(message);
            if (seen == type)
            {
                return;
            }

            if (seen == "error")
            {
                throw new StreamRefusal($"{message.GetProperty("code")}: {message.GetProperty("message")}");
            }
        }
    }
}

/// <summary>Reads server-sent events.</summary>
internal static class SseReader
{
    public static async IAsyncEnumerable<(string Name, string Data)> ReadAsync(TextReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (name, data) = ("message", "");
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                if (data.Length > 0)
                {
                    yield return (name, data);
                }

                (name, data) = ("message", "");
            }
            else if (line.StartsWith("event:", StringComparison.Ordinal))
            {
                name = line[6..].Trim();
            }
            else if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                data += line[5..].TrimStart();
            }
        }
    }
}
