using System.Text;
using System.Text.Json;
using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using MadLab.Streaming.Hub;
using MadLab.Streaming.Tests.Support;
using MadLab.Streaming.Transports.WebSocket;
using Xunit;

namespace MadLab.Streaming.Tests.Hub;

public sealed class QuoteJsonTests
{
    [Fact]
    public void Frame_AllFields_ExactBytes()
    {
        var quote = Quotes.Of("BRK.B", 1.2300m) with
        {
            Bid = 1.22m, Ask = 1.240m, BidSize = 100, AskSize = 0, PreviousClose = 0.0000001m, Change = -1.50m, Volume = 12345678901m,
        };

        Encoding.UTF8.GetString(Payload(QuoteJson.Frame(quote, 42)).Span).Should().Be(
            """{"type":"price_update","data":{"symbol":"BRK.B","price":1.23,"volume":12345678901,"timestamp":1704207600000,"change":-1.5,"changePercent":0.5,"high":1000000,"low":1,"open":99,"seq":42,"bid":1.22,"ask":1.24,"bidSize":100,"askSize":0,"prevClose":0.0000001}}""");
    }

    [Fact]
    public void Event_Body_FramedWithItsId()
    {
        var value = new CellValue(Quotes.Of("A", 1), 7, 1, 0, "EPOCH");

        Encoding.UTF8.GetString(value.Event).Should().Be($"event: price_update\nid: EPOCH:7\ndata: {Encoding.UTF8.GetString(value.Body)}\n\n");
    }

    [Fact]
    public void Frame_AnyPrice_ReadBackExactly()
    {
        var prices = from low in ArbMap.Default.GeneratorFor<int>()
                     from middle in ArbMap.Default.GeneratorFor<int>()
                     from high in ArbMap.Default.GeneratorFor<int>()
                     from negative in ArbMap.Default.GeneratorFor<bool>()
                     from scale in Gen.Choose(0, 28)
                     select new decimal(low, middle, high, negative, (byte)scale);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(2014, 77), Prop.ForAll(prices.ToArbitrary(), price =>
        {
            using var document = JsonDocument.Parse(Payload(QuoteJson.Frame(Quotes.Of("A", price), 1)));
            var text = document.RootElement.GetProperty("data").GetProperty("price").GetRawText();
            return decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture) == price
                && (!text.Contains('.', StringComparison.Ordinal) || !text.EndsWith('0'));
        }));
    }

    private static ReadOnlyMemory<byte> Payload(ReadOnlyMemory<byte> frame) => Frames.Take(ref frame);
}
