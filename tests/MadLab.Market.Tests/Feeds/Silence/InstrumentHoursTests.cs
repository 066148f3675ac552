using FluentAssertions;
using MadLab.Market.Feeds.Silence;
using Xunit;

namespace MadLab.Market.Tests.Feeds.Silence;

public sealed class InstrumentHoursTests
{
    private static readonly ProviderDescriptor Any = new() { Feed = "any", Currency = "USD" };
    private static readonly ProviderDescriptor UsShares = Any with { AssetClasses = [AssetClass.Equity, AssetClass.Etf, AssetClass.Option, AssetClass.Crypto, AssetClass.Forex] };

    [Theory]
    [InlineData("AAPL")]
    [InlineData("BRK.B")]
    [InlineData("BRK-B")]
    [InlineData("^GSPC")]
    [InlineData("I:SPX")]
    [InlineData("O:SPY251219C00650000")]
    public void Of_UsSymbolOfAProviderOfUsShares_AreTheSessions(string symbol) => Of(UsShares, symbol).Should().BeSameAs(OpenHours.UsEquity);

    [Theory]
    [InlineData("BTC-USD")]
    [InlineData("BTC/USDT")]
    [InlineData("X:BTCUSD")]
    [InlineData("SHIB1000-USDT")]
    public void Of_CryptoPair_IsAlways(string symbol)
    {
        Of(UsShares, symbol).Should().BeSameAs(OpenHours.Always);
        Of(Any, symbol).Should().BeSameAs(OpenHours.Always);
    }

    [Theory]
    [InlineData("EURUSD=X")]
    [InlineData("EUR/USD")]
    [InlineData("C:EURUSD")]
    [InlineData("XAU/USD")]
    public void Of_CurrencyPair_IsTheForexWeek(string symbol)
    {
        Of(UsShares, symbol).Should().BeSameAs(OpenHours.Forex);
        Of(Any, symbol).Should().BeSameAs(OpenHours.Forex);
    }

    [Theory]
    [InlineData("VOD.L")]
    [InlineData("RELIANCE.NS")]
    [InlineData("7203.T")]
    [InlineData("ES=F")]
    [InlineData("AAPL:NASDAQ")]
    [InlineData("M&M.NS")]
    public void Of_SymbolOfAnotherExchange_IsUnknown(string symbol) => Of(UsShares, symbol).Should().BeNull();

    [Fact]
    public void Of_ProviderThatSaysLittle_IsUnknown()
    {
        Of(Any, "AAPL").Should().BeNull("no asset class is named");
        Of(UsShares with { Currency = "EUR" }, "SAP").Should().BeNull();
        Of(UsShares with { Currency = null }, "SAP").Should().BeNull();
    }

    [Fact]
    public void Of_ProviderThatSaysWhen_IsTaken()
    {
        Of(Any with { Hours = TradingHours.Always }, "VOD.L").Should().BeSameAs(OpenHours.Always);
        Of(Any with { Hours = TradingHours.UsEquity }, "BTC-USD").Should().BeSameAs(OpenHours.UsEquity);
        Of(Any with { Hours = TradingHours.Forex }, "AAPL").Should().BeSameAs(OpenHours.Forex);
    }

    [Fact]
    public void Of_ProviderOfOneClass_DecidesWithoutTheSymbol()
    {
        Of(Any with { AssetClasses = [AssetClass.Crypto] }, "BTC").Should().BeSameAs(OpenHours.Always);
        Of(Any with { AssetClasses = [AssetClass.Forex] }, "EURUSD").Should().BeSameAs(OpenHours.Forex);
        Of(Any with { AssetClasses = [AssetClass.Equity] }, "BTC-USD").Should().NotBeSameAs(OpenHours.Always);
    }

    private static OpenHours? Of(ProviderDescriptor descriptor, string symbol) => InstrumentHours.Of(descriptor, Symbol.Parse(symbol));
}
