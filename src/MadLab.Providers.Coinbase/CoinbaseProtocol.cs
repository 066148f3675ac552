using System.Buffers;
using System.Text.Json;

namespace MadLab.Providers.Coinbase;

/// <summary>The feed's channel <c>ticker</c>: a message with each trade, and <c>heartbeat</c> every second for each pair.</summary>
internal sealed class CoinbaseProtocol(Uri address) : QuoteProtocol
{
    private static readonly string[] Channels = ["ticker", "heartbeat"];

    public override Uri Address => address;

    /// <summary>Heartbeats come every second.</summary>
    public override TimeSpan Silence => TimeSpan.FromSeconds(15);

    /// <summary>A pair that the exchange does not know spoils the message for the others.</summary>
    public override int MaxSymbolsPerMessage => 1;

    public override IEnumerable<ReadOnlyMemory<byte>> Subscribe(IReadOnlyList<Symbol> symbols) => [Write("subscribe", symbols)];

    public override IEnumerable<ReadOnlyMemory<byte>> Unsubscribe(IReadOnlyList<Symbol> symbols) => [Write("unsubscribe", symbols)];

    public override bool TryRead(ReadOnlyMemory<byte> message, IQuoteSink sink)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        switch (root.TextOrNull("type"))
        {
            case "ticker":
                return TryReadTicker(root, sink);
            case "error":
                return TryReadError(root, sink);
            case "subscriptions" or "heartbeat" or "status" or "last_match":
                return true;
            default:
                return false;
        }
    }

    private static bool TryReadTicker(JsonElement json, IQuoteSink sink)
    {
        if (!Symbol.TryParse(json.Text("product_id"), out var symbol))
        {
            return false;
        }

        var (price, open) = (json.Number("price"), json.NumberOrNull("open_24h") ?? 0);
        sink.Publish(new Quote
        {
            Symbol = symbol,
            Price = price,
            Timestamp = json.Moment("time"),
            Volume = json.NumberOrNull("volume_24h") ?? 0,
            Change = open == 0 ? 0 : price - open,
            ChangePercent = open == 0 ? 0 : Math.Round((price - open) / open * 100, 4),
            Open = open == 0 ? price : open,
            High = Math.Max(price, json.NumberOrNull("high_24h") ?? price),
            Low = Math.Min(price, json.NumberOrNull("low_24h") ?? price),
            Bid = json.NumberOrNull("best_bid"),
            Ask = json.NumberOrNull("best_ask"),
            BidSize = json.NumberOrNull("best_bid_size"),
            AskSize = json.NumberOrNull("best_ask_size"),
        });
        return true;
    }

    /// <summary><c>reason</c> names the pair that it does not know: <c>XYZ-USD is not a valid product</c>.</summary>
    private static bool TryReadError(JsonElement json, IQuoteSink sink)
    {
        var reason = json.TextOrNull("reason") ?? json.TextOrNull("message") ?? string.Empty;
        var named = reason.Split(' ', ',').FirstOrDefault(static w => w.Contains('-', StringComparison.Ordinal) && Symbol.TryParse(w.Trim('"', '\''), out _));
        if (named is null)
        {
            throw new MarketDataException(MarketErrorKind.Unavailable, "Coinbase refused the subscription.");
        }

        var symbol = Symbol.Parse(named.Trim('"', '\''));
        sink.Fail(symbol, MarketDataException.SymbolUnknown(symbol));
        return true;
    }

    private static ReadOnlyMemory<byte> Write(string type, IReadOnlyList<Symbol> symbols)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteStartArray("product_ids"u8);
            foreach (var symbol in symbols)
            {
                json.WriteStringValue(CoinbaseSymbols.IdOf(symbol));
            }

            json.WriteEndArray();
            json.WriteStartArray("channels"u8);
            foreach (var channel in Channels)
            {
                json.WriteStringValue(channel);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
