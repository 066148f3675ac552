using FluentAssertions;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

public sealed class LeanSearchTests : LeanTestBase
{
    [Fact]
    public async Task Search_PartOfATicker_PutsThoseThatBeginWithItFirst()
    {
        Folder.WriteZip("equity/usa/daily/macm.zip", "20240705 00:00,1,2,1,2,5");

        (await Search("acm")).Should().Equal("ACME", "MACM");
    }

    [Theory]
    [InlineData("btc-u", "BTCUSD", AssetClass.Crypto)]
    [InlineData("EUR/USD", "EURUSD", AssetClass.Forex)]
    [InlineData("gam", "GAMA", AssetClass.Equity)]
    public async Task Search_EachKindOfInstrument_SaysWhatItIs(string text, string symbol, AssetClass type)
    {
        var found = await Provider.SearchAsync(text, 20);

        found.Should().ContainSingle().Which.Should().Be(new SymbolMatch { Symbol = Symbol.Parse(symbol), Name = symbol, Type = type });
    }

    [Fact]
    public async Task Search_NothingMatches_IsEmpty() => (await Search("zzz")).Should().BeEmpty();

    [Fact]
    public async Task Search_MoreThanTheLimit_StopsThere() => (await Search("a", limit: 2)).Should().HaveCount(2);

    [Fact]
    public async Task Search_EverythingFound_CanBeAskedFor()
    {
        foreach (var match in await Provider.SearchAsync("a", 20))
        {
            (await Prices(match.Symbol.Value, PriceRange.Max)).Bars.Should().NotBeEmpty();
        }
    }

    private async Task<IEnumerable<string>> Search(string text, int limit = 20) =>
        (await Provider.SearchAsync(text, limit)).Select(m => m.Symbol.Value);
}
