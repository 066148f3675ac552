using System.Text;
using System.Text.Json;
using MadLab;
using MadLab.Providers;

namespace CustomProvider;

/// <summary>The vendor's stream: <c>+ACME</c> and <c>-ACME</c> to it, <c>{"k":"ACME","p":"100.5","ms":1767312000000}</c> and <c>{"k":"NOPE","gone":true}</c> from it.</summary>
internal sealed class VendorProtocol(Uri address, SymbolMap symbols) : QuoteProtocol
{
    public override Uri Address => address;

    public override int MaxSymbolsPerMessage => 1;

    public override IEnumerable<ReadOnlyMemory<byte>> Subscribe(IReadOnlyList<Symbol> all) => [Encoding.UTF8.GetBytes("+" + symbols.ToUpstream(all[0]))];

    public override IEnumerable<ReadOnlyMemory<byte>> Unsubscribe(IReadOnlyList<Symbol> all) => [Encoding.UTF8.GetBytes("-" + symbols.ToUpstream(all[0]))];

    public override bool TryRead(ReadOnlyMemory<byte> message, IQuoteSink sink)
    {
        using var document = JsonDocument.Parse(message);
        var json = document.RootElement;
        if (!symbols.TryFromUpstream(json.Text("k"), out var symbol))
        {
            return false;
        }

        if (json.Find("gone") is not null)
        {
            sink.Fail(symbol, MarketDataException.SymbolUnknown(symbol));
            return true;
        }

        var price = json.Number("p");
        sink.Publish(new Quote { Symbol = symbol, Price = price, Timestamp = json.UnixMilliseconds("ms"), Open = 100, High = 110, Low = 99, Change = price - 100, ChangePercent = price - 100 });
        return true;
    }
}
