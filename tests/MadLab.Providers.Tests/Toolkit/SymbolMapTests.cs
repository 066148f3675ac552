using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MadLab.Providers.Tests.Toolkit;

public sealed class SymbolMapTests
{
    private static readonly SymbolSpelling Polygon = new() { Index = "I:{0}", Forex = "C:{0}{1}", Crypto = "X:{0}{1}", Option = "O:{0}{1}", Parts = new Dictionary<string, string> { ["GSPC"] = "SPX" } };
    private static readonly SymbolSpelling Kraken = new() { Forex = "{0}/{1}", Crypto = "{0}/{1}", Parts = new Dictionary<string, string> { ["BTC"] = "XBT" } };
    private static readonly SymbolSpelling Yahoo = new() { Share = "{0}-{1}" };
    private static readonly SymbolSpelling Padded = new() { Option = "{0,-6}{1}", Share = "{0}/{1}" };
    private static readonly SymbolSpelling[] All = [new(), Polygon, Kraken, Yahoo, Padded];

    [Theory]
    [InlineData("AAPL", "AAPL", "AAPL", "AAPL", "AAPL")]
    [InlineData("BRK.B", "BRK.B", "BRK.B", "BRK-B", "BRK/B")]
    [InlineData("VOD.L", "VOD.L", "VOD.L", "VOD.L", "VOD.L")]
    [InlineData("^GSPC", "I:SPX", "^GSPC", "^GSPC", "^GSPC")]
    [InlineData("EURUSD=X", "C:EURUSD", "EUR/USD", "EURUSD=X", "EURUSD=X")]
    [InlineData("BTC-USD", "X:BTCUSD", "XBT/USD", "BTC-USD", "BTC-USD")]
    [InlineData("ETH-USDT", "X:ETHUSDT", "ETH/USDT", "ETH-USDT", "ETH-USDT")]
    [InlineData("AAPL250117C00150000", "O:AAPL250117C00150000", "AAPL250117C00150000", "AAPL250117C00150000", "AAPL  250117C00150000")]
    public void Symbol_IsSpelledAsTheUpstreamSpells_AndReadBack(string ours, string polygon, string kraken, string yahoo, string padded)
    {
        foreach (var (spelling, theirs) in new[] { (new SymbolSpelling(), ours), (Polygon, polygon), (Kraken, kraken), (Yahoo, yahoo), (Padded, padded) })
        {
            var map = new SymbolMap(spelling);
            map.ToUpstream(Symbol.Parse(ours)).Should().Be(theirs);
            map.TryFromUpstream(theirs, out var back).Should().BeTrue();
            back.Value.Should().Be(ours);
        }
    }

    [Theory]
    [InlineData("EUR/USD", "EURUSD=X")]
    [InlineData("BTC/USD", "BTC-USD")]
    [InlineData("AAPL  250117C00150000", "AAPL250117C00150000")]
    public void OtherNamesOfAnInstrument_ComeBackAsTheOneThatIsOurs(string ours, string canonical)
    {
        var map = new SymbolMap(Polygon);
        map.TryFromUpstream(map.ToUpstream(Symbol.Parse(ours)), out var back).Should().BeTrue();
        back.Value.Should().Be(canonical);
    }

    [Fact]
    public void AnySymbol_InAnySpelling_ComesBackAsItself()
    {
        var letters = Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZ".ToCharArray());
        var ticker = Gen.Choose(1, 5).SelectMany(n => letters.ArrayOf(n)).Select(a => new string(a));
        var currency = Gen.Elements("USD", "EUR", "JPY", "GBP", "CHF");
        var coin = Gen.Elements("BTC", "ETH", "SOL", "DOGE", "SHIB1000", "AAVE");
        var symbols = Gen.OneOf(
            ticker,
            ticker.Select(t => t + ".B"),
            ticker.Select(t => "^" + t),
            currency.SelectMany(a => currency.Where(b => b != a).Select(b => $"{a}{b}=X")),
            coin.SelectMany(c => Gen.Elements("USD", "USDT", "USDC", "EUR").Select(q => $"{c}-{q}")),
            ticker.SelectMany(t => Gen.Choose(1, 99_999_999).Select(k => $"{t}261218P{k:00000000}")));

        Prop.ForAll(symbols.ToArbitrary(), ours =>
        {
            foreach (var map in All.Select(s => new SymbolMap(s)))
            {
                map.TryFromUpstream(map.ToUpstream(Symbol.Parse(ours)), out var back).Should().BeTrue();
                back.Value.Should().Be(ours);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(20261126, 7));
    }

    [Fact]
    public void KindThatIsNotServed_IsUnknown()
    {
        var map = new SymbolMap(new SymbolSpelling { Share = null, Index = null, Forex = null, Option = null });

        map.Invoking(m => m.ToUpstream(Symbol.Parse("AAPL"))).Should().Throw<MarketDataException>().Which.Kind.Should().Be(MarketErrorKind.SymbolUnknown);
        map.TryFromUpstream("AAPL", out _).Should().BeFalse();
    }

    [Fact]
    public void Exceptions_GoFirst_InBothDirections()
    {
        var map = new SymbolMap(new SymbolSpelling { Exceptions = new Dictionary<string, string> { ["^GSPC"] = "SPX.XO" } });

        map.ToUpstream(Symbol.Parse("^GSPC")).Should().Be("SPX.XO");
        map.TryFromUpstream("SPX.XO", out var back).Should().BeTrue();
        back.Value.Should().Be("^GSPC");
    }

    [Fact]
    public void SpellingThatCannotBeReadBack_IsRefused()
    {
        var same = () => new SymbolMap(new SymbolSpelling { Parts = new Dictionary<string, string> { ["BTC"] = "XBT", ["BITCOIN"] = "XBT" } });
        var partless = () => new SymbolMap(new SymbolSpelling { Crypto = "{0}" });

        same.Should().Throw<ArgumentException>().WithMessage("*XBT*");
        partless.Should().Throw<ArgumentException>().WithMessage("*{1}*");
    }
}
