using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MadLab;
using MadLab.Providers;

namespace MyMarketData;

/// <summary>The upstream's language. Put yours in place of it.</summary>
/// <remarks>
/// To it: <c>subscribe ACME</c> and <c>unsubscribe ACME</c>. From it: <c>{"symbol":"ACME","price":100.5,"time":1704207600000}</c> (milliseconds), <c>{"symbol":"NOPE","error":"unknown"}</c>,
/// and <c>{"heartbeat":true}</c> every second.
/// </remarks>
internal sealed class VendorProtocol(Uri address, string? key) : QuoteProtocol
{
    public override Uri Address => address;

    public override int MaxSymbolsPerMessage => 1;

    /// <summary>Three heartbeats missed, and some patience.</summary>
    public override TimeSpan Silence => TimeSpan.FromSeconds(5);

    public override void Configure(ClientWebSocketOptions options)
    {
        if (key is not null)
        {
            options.SetRequestHeader("X-Api-Key", key);
        }
    }

    public override IEnumerable<ReadOnlyMemory<byte>> Subscribe(IReadOnlyList<Symbol> symbols) => [Encoding.UTF8.GetBytes($"subscribe {symbols[0]}")];

    public override IEnumerable<ReadOnlyMemory<byte>> Unsubscribe(IReadOnlyList<Symbol> symbols) => [Encoding.UTF8.GetBytes($"unsubscribe {symbols[0]}")];

    public override bool TryRead(ReadOnlyMemory<byte> message, IQuoteSink sink)
    {
        using var document = JsonDocument.Parse(message);
        var json = document.RootElement;
        if (json.Find("heartbeat") is not null)
        {
            return true;
        }

        if (!Symbol.TryParse(json.Text("symbol"), out var symbol))
        {
            return false;
        }

        if (json.Find("error") is not null)
        {
            sink.Fail(symbol, MarketDataException.SymbolUnknown(symbol));
            return true;
        }

        var price = json.Number("price");
        sink.Publish(new Quote { Symbol = symbol, Price = price, Timestamp = json.UnixMilliseconds("time"), Open = price, High = price, Low = price });
        return true;
    }
}
