using System.Globalization;
using FluentAssertions;
using Xunit;

namespace MadLab.Abstractions.Tests.Symbols;

public sealed class SymbolTests
{
    [Theory]
    [InlineData("AAPL", "AAPL")]
    [InlineData("aapl", "AAPL")]
    [InlineData("  msft\t", "MSFT")]
    [InlineData("BRK.B", "BRK.B")]
    [InlineData("m&m.ns", "M&M.NS")]
    [InlineData("BTC-USD", "BTC-USD")]
    [InlineData("BTC/USDT", "BTC/USDT")]
    [InlineData("BTC/USDT:USDT", "BTC/USDT:USDT")]
    [InlineData("^GSPC", "^GSPC")]
    [InlineData("ES=F", "ES=F")]
    [InlineData("/ES", "/ES")]
    [InlineData("EURUSD=X", "EURUSD=X")]
    [InlineData("NASDAQ:AAPL", "NASDAQ:AAPL")]
    [InlineData("O:SPY251219C00650000", "O:SPY251219C00650000")]
    [InlineData("SPY   251219C00650000", "SPY   251219C00650000")]
    [InlineData("VOD.L", "VOD.L")]
    [InlineData("0700.HK", "0700.HK")]
    [InlineData("$SPX#1_A@B", "$SPX#1_A@B")]
    [InlineData("A", "A")]
    [InlineData("7", "7")]
    [InlineData(".A/B.", ".A/B.")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345")]
    [InlineData(" ABCDEFGHIJKLMNOPQRSTUVWXYZ012345 ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345")]
    public void TryParse_Symbol_IsTrimmedAndUpperCased(string text, string expected)
    {
        Symbol.TryParse(text, out var symbol).Should().BeTrue();
        symbol.Value.Should().Be(expected);
        symbol.ToString().Should().Be(expected);
        Symbol.Parse(text).Should().Be(symbol);
        Symbol.Parse(text, CultureInfo.InvariantCulture).Should().Be(symbol);
        Symbol.Parse(text.AsSpan(), null).Should().Be(symbol);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("..")]
    [InlineData("A..B")]
    [InlineData("../AAPL")]
    [InlineData("A//B")]
    [InlineData("-")]
    [InlineData("^")]
    [InlineData("./.")]
    [InlineData("A\\B")]
    [InlineData("A%2E")]
    [InlineData("A*")]
    [InlineData("A?B")]
    [InlineData("A,B")]
    [InlineData("A;B")]
    [InlineData("A'B")]
    [InlineData("A\"B")]
    [InlineData("<A>")]
    [InlineData("A\0")]
    [InlineData("A\tB")]
    [InlineData("A\nB")]
    [InlineData("A\u00A0B")]
    [InlineData("ÄPL")]
    [InlineData("ΑΑPL")] // Greek capitals
    [InlineData("ıBM")] // a dotless i, whose upper case is I
    [InlineData("AAPL\uD83D\uDE80")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456")] // 33
    public void TryParse_NoSymbol_IsFalseAndEmpty(string? text)
    {
        Symbol.TryParse(text, out var symbol).Should().BeFalse();
        Symbol.TryParse(text, null, out _).Should().BeFalse();
        symbol.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Parse_NoSymbol_ThrowsAndSaysWhatOneIs()
    {
        var bad = () => Symbol.Parse("A..B");
        var missing = () => Symbol.Parse(null!);

        bad.Should().Throw<FormatException>().WithMessage("*1 to 32 characters*");
        missing.Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Default_HasNoName()
    {
        var symbol = default(Symbol);

        symbol.IsEmpty.Should().BeTrue();
        symbol.Value.Should().BeEmpty();
        symbol.ToString().Should().BeEmpty();
        symbol.Should().NotBe(Symbol.Parse("A"));
    }

    [Fact]
    public void Operators_TwoSymbols_OrderByOrdinalText()
    {
        var (a, same, b) = (Symbol.Parse("a"), Symbol.Parse("A"), Symbol.Parse("B"));

        (a < b && b > a && a <= same && a >= same && a <= b && b >= a).Should().BeTrue();
        (a > b || b < a || a < same || a > same).Should().BeFalse();
        Symbol.Parse("A-B").CompareTo(Symbol.Parse("A.B")).Should().BeNegative("'-' comes before '.' in any culture");
    }
}
