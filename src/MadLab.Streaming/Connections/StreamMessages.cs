using System.Buffers;
using System.Text;
using System.Text.Json;
using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <summary>Everything but quotes that is sent: rare messages, written one by one.</summary>
internal static class StreamMessages
{
    /// <summary>A WebSocket message: an object that says its type.</summary>
    public static byte[] WebSocket(string type, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A server-sent event: its name, and an object as data.</summary>
    public static byte[] Event(string name, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        buffer.Write("event: "u8);
        buffer.Write(Encoding.ASCII.GetBytes(name));
        buffer.Write("\ndata: "u8);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        buffer.Write("\n\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    public static void WriteSymbols(Utf8JsonWriter json, IEnumerable<Subscription> subscriptions)
    {
        json.WriteStartArray("symbols"u8);
        foreach (var subscription in subscriptions)
        {
            json.WriteStringValue(subscription.Cell.Symbol.Value);
        }

        json.WriteEndArray();
    }

    public static void WriteSources(Utf8JsonWriter json, IEnumerable<Subscription> subscriptions)
    {
        json.WriteStartObject("sources"u8);
        foreach (var subscription in subscriptions)
        {
            if (subscription.Cell.Source is not { } source)
            {
                continue;
            }

            json.WriteStartObject(subscription.Cell.Symbol.Value);
            json.WriteString("provider"u8, source.Provider);
            json.WriteString("feed"u8, source.Feed);
            json.WriteNumber("delaySeconds"u8, source.DelaySeconds);
            json.WriteString("currency"u8, source.Currency);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void WriteStatus(Utf8JsonWriter json, StreamStatus status)
    {
        json.WriteBoolean("liveData"u8, status.LiveData);
        json.WriteBoolean("demo"u8, status.Demo);
        if (status.Replay is { } replay)
        {
            json.WriteStartObject("replay"u8);
            json.WriteString("session"u8, replay.Session.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteNumber("speed"u8, replay.Speed);
            json.WriteEndObject();
        }
    }

    public static void WriteError(Utf8JsonWriter json, string code, string message, Symbol symbol)
    {
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
        if (!symbol.IsEmpty)
        {
            json.WriteString("symbol"u8, symbol.Value);
        }
    }
}
