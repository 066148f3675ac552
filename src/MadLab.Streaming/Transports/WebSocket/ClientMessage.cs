using System.Text.Json;
using MadLab.Http;
using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>What a client asks for.</summary>
internal enum ClientMessageType
{
    Subscribe,
    Unsubscribe,
    Ping,
    HeartbeatResponse,
}

/// <summary>A message of a client, read.</summary>
/// <param name="Type">What it asks for.</param>
/// <param name="Symbols">The symbols, each once, in the order given.</param>
/// <param name="ThrottleMs">The interval asked for in milliseconds, if any.</param>
internal readonly record struct ClientMessage(ClientMessageType Type, IReadOnlyCollection<Symbol> Symbols, double? ThrottleMs)
{
    private static readonly (string Code, string Message) Bad = (StreamCodes.BadMessage, "Invalid message format");
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = JsonBody.MaxDepth };

    /// <summary>Reads a message; or tells why it is none.</summary>
    public static (string Code, string Message)? TryRead(ReadOnlyMemory<byte> utf8, out ClientMessage message)
    {
        message = default;
        try
        {
            using var document = JsonDocument.Parse(utf8, Json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("type"u8, out var type)
                || type.ValueKind != JsonValueKind.String)
            {
                return Bad;
            }

            switch (type.GetString())
            {
                case "ping":
                    message = new ClientMessage(ClientMessageType.Ping, [], null);
                    return null;
                case "heartbeat_response":
                    message = new ClientMessage(ClientMessageType.HeartbeatResponse, [], null);
                    return null;
                case "subscribe":
                    return TryReadSymbols(root, ClientMessageType.Subscribe, out message);
                case "unsubscribe":
                    return TryReadSymbols(root, ClientMessageType.Unsubscribe, out message);
                default:
                    return Bad;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string that is no text (a lone surrogate).
            return Bad;
        }
    }

    private static (string Code, string Message)? TryReadSymbols(JsonElement root, ClientMessageType type, out ClientMessage message)
    {
        message = default;
        if (!root.TryGetProperty("symbols"u8, out var array) || array.ValueKind != JsonValueKind.Array)
        {
            return Bad;
        }

        var symbols = new OrderedDictionary<Symbol, bool>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.String || !Symbol.TryParse(element.GetString(), out var symbol))
            {
                var text = element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText();
                return (StreamCodes.InvalidSymbol, $"Invalid symbol: {SymbolLists.Shown(text)}");
            }

            symbols.TryAdd(symbol, true);
        }

        message = new ClientMessage(type, symbols.Keys, Throttle(root));
        return null;
    }

    private static double? Throttle(JsonElement root) =>
        root.TryGetProperty("options"u8, out var options)
            && options.ValueKind == JsonValueKind.Object
            && options.TryGetProperty("throttle"u8, out var throttle)
            && throttle.ValueKind == JsonValueKind.Number
            && throttle.TryGetDouble(out var value)
            && double.IsFinite(value)
            ? value
            : null;
}
