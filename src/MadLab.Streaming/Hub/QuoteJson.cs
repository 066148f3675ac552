using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MadLab.Streaming.Transports.WebSocket;

namespace MadLab.Streaming.Hub;

/// <summary>A quote as the contract writes it: JSON numbers of full precision, moments as epoch milliseconds.</summary>
internal static class QuoteJson
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? t_json;

    public static ReadOnlySpan<byte> MessagePrefix => "{\"type\":\"price_update\",\"data\":"u8;

    public static ReadOnlySpan<byte> MessageSuffix => "}"u8;

    /// <summary>The WebSocket message in its frame.</summary>
    public static byte[] Frame(Quote quote, long seq)
    {
        var buffer = Start();
        buffer.Write(MessagePrefix);
        var json = t_json ??= new Utf8JsonWriter(buffer);
        json.Reset(buffer);
        Write(json, quote, seq);
        json.Flush();
        buffer.Write(MessageSuffix);
        return Frames.Text(buffer.WrittenSpan);
    }

    /// <summary>The server-sent event around a body.</summary>
    public static byte[] Event(ReadOnlySpan<byte> body, string epoch, long seq)
    {
        var buffer = Start();
        buffer.Write("event: price_update\nid: "u8);
        buffer.Advance(Encoding.ASCII.GetBytes(epoch, buffer.GetSpan(epoch.Length)));
        buffer.Write(":"u8);
        seq.TryFormat(buffer.GetSpan(20), out var digits, default, CultureInfo.InvariantCulture);
        buffer.Advance(digits);
        buffer.Write("\ndata: "u8);
        buffer.Write(body);
        buffer.Write("\n\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static ArrayBufferWriter<byte> Start()
    {
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(512);
        buffer.ResetWrittenCount();
        return buffer;
    }

    private static void Write(Utf8JsonWriter json, Quote quote, long seq)
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, quote.Symbol.Value);
        json.WriteNumber("price"u8, Trim(quote.Price));
        json.WriteNumber("volume"u8, Trim(quote.Volume));
        json.WriteNumber("timestamp"u8, quote.Timestamp.ToUnixTimeMilliseconds());
        json.WriteNumber("change"u8, Trim(quote.Change));
        json.WriteNumber("changePercent"u8, Trim(quote.ChangePercent));
        json.WriteNumber("high"u8, Trim(quote.High));
        json.WriteNumber("low"u8, Trim(quote.Low));
        json.WriteNumber("open"u8, Trim(quote.Open));
        json.WriteNumber("seq"u8, seq);
        WriteOptional(json, "bid"u8, quote.Bid);
        WriteOptional(json, "ask"u8, quote.Ask);
        WriteOptional(json, "bidSize"u8, quote.BidSize);
        WriteOptional(json, "askSize"u8, quote.AskSize);
        WriteOptional(json, "prevClose"u8, quote.PreviousClose);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, Trim(number));
        }
    }

    // A decimal keeps the zeros of its scale (1.500); dividing by a one of full scale drops them and nothing else.
    private static decimal Trim(decimal value) => value.Scale == 0 ? value : value / 1.0000000000000000000000000000m;
}
