using FluentAssertions;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

public sealed class InstrumentInfoTests : LeanTestBase
{
    [Theory]
    [InlineData("acme", AssetClass.Equity, "NASDAQ", "America/New_York", "USD", "0.01")]
    [InlineData("GAMA", AssetClass.Equity, null, "America/New_York", "USD", "0.01")] // it has no map file
    [InlineData("BTC-USD", AssetClass.Crypto, "Coinbase", "UTC", "USD", null)]
    [InlineData("EURUSD=X", AssetClass.Forex, "OANDA", "UTC", "USD", null)]
    public async Task GetInfo_EachKindOfInstrument_SaysWhatTheFolderKnows(
        string symbol, AssetClass type, string? exchange, string zone, string? currency, string? tick)
    {
        var info = await Provider.GetInfoAsync(Symbol.Parse(symbol));

        info.Should().Be(new InstrumentInfo
        {
            Symbol = Symbol.Parse(symbol),
            Name = Symbol.Parse(symbol).Value,
            Type = type,
            Exchange = exchange,
            TimeZone = zone,
            Currency = currency,
            TickSize = tick is null ? null : decimal.Parse(tick, System.Globalization.CultureInfo.InvariantCulture),
        });
    }

    [Fact]
    public async Task GetInfo_UnknownSymbol_Throws() =>
        (await Assert.ThrowsAsync<MarketDataException>(() => Provider.GetInfoAsync(Symbol.Parse("NOPE")))).Kind.Should().Be(MarketErrorKind.SymbolUnknown);

    [Fact]
    public async Task GetInfo_ShareThatMoved_NamesItsNewestExchange()
    {
        Folder.WriteText("equity/usa/map_files/acme.csv", "20230101,acme,N\n20240101,acme,N\n20501231,acme,P\n");

        (await Provider.GetInfoAsync(Symbol.Parse("ACME"))).Exchange.Should().Be("NYSE Arca");
    }

    [Fact]
    public void Descriptor_Folder_IsAFixedHistory() => Provider.Descriptor.IsHistorical.Should().BeTrue();
}
