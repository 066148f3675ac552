using FluentAssertions;
using MadLab.Market.Providers.Synthetic;
using Xunit;
using static MadLab.Market.Tests.Providers.Synthetic.Moments;

namespace MadLab.Market.Tests.Providers.Synthetic;

public sealed class SyntheticSearchTests
{
    [Fact]
    public void All_KnownNames_AreAboutAHundredValidSymbols()
    {
        KnownInstruments.All.Should().HaveCountGreaterThanOrEqualTo(100);
        KnownInstruments.All.Should().OnlyContain(known => Symbol.Parse(known.Symbol).Value == known.Symbol && known.Price > 0);
        KnownInstruments.All.Select(known => known.Name).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("app", "AAPL", "AMAT")]
    [InlineData("APPLE", "AAPL")]
    [InlineData("t", "T", "TLT", "TMO", "TSLA", "TSM", "TXN")]
    [InlineData("brk", "BRK.B")]
    [InlineData("class c", "GOOG")]
    [InlineData("^g", "^GSPC")]
    [InlineData("no such name")]
    public async Task SearchAsync_Text_FindsSymbolsFirstThenNames(string text, params string[] first)
    {
        var matches = await Provider(Winter).SearchAsync(text, 20);

        matches.Take(first.Length).Select(match => match.Symbol.Value).Should().Equal(first);
        matches.Should().OnlyHaveUniqueItems();
        if (first.Length == 0)
        {
            matches.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task SearchAsync_Limit_IsKept()
    {
        (await Provider(Winter).SearchAsync("a", 3)).Should().HaveCount(3);
        (await Provider(Winter).SearchAsync("a", 0)).Should().BeEmpty();
    }

    [Fact]
    public async Task SearchAsync_Match_SaysWhatItIs()
    {
        var spy = (await Provider(Winter).SearchAsync("spy", 1)).Single();

        spy.Should().Be(new SymbolMatch { Symbol = Symbol.Parse("SPY"), Name = "SPDR S&P 500 ETF Trust", Type = AssetClass.Etf });
    }
}
