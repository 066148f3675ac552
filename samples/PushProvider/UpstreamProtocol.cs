using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using MadLab;
using MadLab.Providers;

namespace PushProvider;

/// <summary>The upstream's language. Put your vendor's here.</summary>
/// <remarks>
/// To it: <c>{"op":"subscribe","symbols":["AAPL"]}</c> and <c>unsubscribe</c>; it answers a subscription with the last quote.
/// From it: <c>{"s":"AAPL","p":187.15,"t":1704207600000,"v":1200,"b":187.14,"a":187.16}</c> (time in milliseconds), an array of
/// such, <c>{"s":"NOPE","error":"unknown"}</c>, or, while it has nothing to say, <c>{"op":"heartbeat"}</c> every 15 seconds.
/// </remarks>
internal sealed class UpstreamProtocol(Uri address, string? key) : QuoteProtocol
{
    public override Uri Address => address;

    /// <summary>The upstream says something every 15 seconds, whatever the market does.</summary>
    public override TimeSpan Silence => TimeSpan.FromSeconds(45);

    public override void Configure(ClientWebSocketOptions options)
    {
        if (key is not null)
        {
            options.SetRequestHeader("X-Api-Key", key);
        }
    }

    public override IEnumerable<ReadOnlyMemory<byte>> Subscribe(IReadOnlyList<Symbol> symbols) => [Write("subscribe", symbols)];

    public override IEnumerable<ReadOnlyMemory<byte>> Unsubscribe(IReadOnlyList<Symbol> symbols) => [Write("unsubscribe", symbols)];

    public override bool TryRead(ReadOnlyMemory<byte> message, IQuoteSink sink)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Array)
        {
            return TryReadOne(root, sink);
        }

        var understood = true;
        foreach (var one in root.EnumerateArray())
        {
            understood &= TryReadOne(one, sink);
        }

        return understood;
    }

    private static ReadOnlyMemory<byte> Write(string operation, IReadOnlyList<Symbol> symbols)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("op"u8, operation);
            json.WriteStartArray("symbols"u8);
            foreach (var symbol in symbols)
            {
                json.WriteStringValue(symbol.Value);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static bool TryReadOne(JsonElement json, IQuoteSink sink)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("op"u8, out var operation) && operation.ValueKind == JsonValueKind.String)
        {
            // That it came is all that a heartbeat says.
            return operation.ValueEquals("heartbeat"u8);
        }

        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("s"u8, out var name) || name.ValueKind != JsonValueKind.String || !Symbol.TryParse(name.GetString(), out var symbol))
        {
            return false;
        }

        if (json.TryGetProperty("error"u8, out _))
        {
            sink.Fail(symbol, MarketDataException.SymbolUnknown(symbol));
            return true;
        }

        if (Number(json, "p"u8) is not { } price || Number(json, "t"u8) is not { } time || time is < 0 or > 253_402_300_799_999)
        {
            return false;
        }

        sink.Publish(new Quote
        {
            Symbol = symbol,
            Price = price,
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds((long)time),
            Volume = Number(json, "v"u8) ?? 0,
            Bid = Number(json, "b"u8),
            Ask = Number(json, "a"u8),
            Open = price,
            High = price,
            Low = price,
        });
        return true;
    }

    private static decimal? Number(JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;
}
