using FluentAssertions;
using MadLab.Market.Quality;
using Xunit;

namespace MadLab.Market.Tests.Quality;

public sealed class AnswerValidationTests
{
    private static readonly Symbol Test = Symbol.Parse("TEST");
    private static readonly DateTimeOffset Now = new(2024, 6, 3, 20, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Local = new(2024, 6, 3, 16, 0, 0, TimeSpan.FromHours(-4));

    private static readonly Quote GoodQuote = new() { Symbol = Test, Price = 10, Timestamp = Now, Open = 9, High = 11, Low = 8, Volume = 3, Bid = 10, Ask = 10.1m, BidSize = 1, AskSize = 0 };

    private static readonly Kpis GoodKpis = new()
    {
        Symbol = Test, Name = "Test", Price = 10, Change = 1, ChangePercent = 11.1m, Volume = 3, Timestamp = Now,
        DividendYield = 0.02m, Beta = -0.5, MarketCap = 0, FiftyTwoWeekHigh = 12, FiftyTwoWeekLow = 12, Eps = -3,
    };

    private static readonly VolPoint GoodPoint = new() { Strike = 10, Expiry = new DateOnly(2024, 7, 19), ImpliedVol = 0.2, Delta = 0.5, Gamma = 0.1 };

    private static readonly VolSurface GoodSurface = new()
    {
        Symbol = Test, UnderlyingPrice = 10, Timestamp = Now,
        Points = [GoodPoint, GoodPoint with { Strike = 11 }, GoodPoint with { Expiry = new DateOnly(2024, 8, 16), Strike = 9 }],
    };

    private static readonly OptionQuote GoodOption = new() { Strike = 10, Expiry = new DateOnly(2024, 7, 19), Right = OptionRight.Call, Bid = 0, Ask = 1 };

    private static readonly OptionChain GoodChain = new() { Symbol = Test, UnderlyingPrice = 10, AsOf = Now, Quotes = [GoodOption, GoodOption with { Bid = 2 }] };

    [Fact]
    public void Check_SoundAnswers_PassWithoutAllocation()
    {
        CheckAll();

        var before = GC.GetAllocatedBytesForCurrentThread();
        CheckAll();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        static void CheckAll()
        {
            Assert.Null(QuoteValidation.FindProblem(Test, GoodQuote));
            KpisValidation.Check(Test, GoodKpis);
            SurfaceValidation.Check(Test, GoodSurface);
            ChainValidation.Check(Test, GoodChain);
        }
    }

    public static TheoryData<string, Quote?> BadQuotes() => new()
    {
        { "null", null },
        { "another symbol", GoodQuote with { Symbol = Symbol.Parse("OTHER") } },
        { "no symbol", GoodQuote with { Symbol = default } },
        { "no time", GoodQuote with { Timestamp = default } },
        { "local time", GoodQuote with { Timestamp = Local } },
        { "low above high", GoodQuote with { Low = 12 } },
        { "negative volume", GoodQuote with { Volume = -1 } },
        { "negative bid size", GoodQuote with { BidSize = -1 } },
        { "nothing but zeros", new Quote { Symbol = Test, Price = 0, Timestamp = Now } },
        { "negative ask size", GoodQuote with { AskSize = -1 } },
    };

    [Theory]
    [MemberData(nameof(BadQuotes))]
    public void FindProblem_BadQuote_SaysWhatIsWrong(string why, Quote? quote) => QuoteValidation.FindProblem(Test, quote).Should().NotBeNullOrEmpty(why);

    [Fact]
    public void FindProblem_CrossedAndNegativeQuotes_AreNone()
    {
        QuoteValidation.FindProblem(GoodQuote with { Bid = 11, Ask = 10 }).Should().BeNull();
        QuoteValidation.FindProblem(GoodQuote with { Price = -37.63m, Low = -40, Open = 0 }).Should().BeNull();
        QuoteValidation.FindProblem(new Quote { Symbol = Test, Price = 1, Timestamp = Now }).Should().BeNull();
        QuoteValidation.FindProblem(GoodQuote with { Symbol = default }).Should().Contain("symbol");
    }

    public static TheoryData<string, Kpis?> BadKpis() => new()
    {
        { "null", null },
        { "another symbol", GoodKpis with { Symbol = Symbol.Parse("OTHER") } },
        { "no time", GoodKpis with { Timestamp = default } },
        { "local time", GoodKpis with { Timestamp = Local } },
        { "no name", GoodKpis with { Name = " " } },
        { "null name", GoodKpis with { Name = null! } },
        { "negative volume", GoodKpis with { Volume = -1 } },
        { "negative capitalisation", GoodKpis with { MarketCap = -1 } },
        { "negative dividend", GoodKpis with { Dividend = -1 } },
        { "yield in percent", GoodKpis with { DividendYield = 2.1m } },
        { "negative yield", GoodKpis with { DividendYield = -0.01m } },
        { "beta that is no number", GoodKpis with { Beta = double.NaN } },
        { "endless beta", GoodKpis with { Beta = double.NegativeInfinity } },
        { "low above high", GoodKpis with { FiftyTwoWeekLow = 13 } },
        { "change as a fraction", GoodKpis with { ChangePercent = 0.111m } },
        { "change a hundredfold", GoodKpis with { ChangePercent = 1111m } },
        { "nothing but zeros", GoodKpis with { Price = 0, Change = 0, ChangePercent = 0, Volume = 0 } },
    };

    [Theory]
    [MemberData(nameof(BadKpis))]
    public void CheckKpis_Bad_ThrowsMalformed(string why, Kpis? kpis) => Refuses(() => KpisValidation.Check(Test, kpis), why);

    [Theory]
    [InlineData(100.0, 0.05, 0.0)]
    [InlineData(100.0, 2.0, 1.9)]
    [InlineData(100.0, 0.0, 0.0)]
    [InlineData(-37.63, -55.9, -306.0)]
    [InlineData(5.0, 5.0, 100.0)]
    public void CheckKpis_RoundedOrOddChanges_Pass(double price, double change, double percent)
    {
        var kpis = GoodKpis with { Price = (decimal)price, Change = (decimal)change, ChangePercent = (decimal)percent };

        FluentActions.Invoking(() => KpisValidation.Check(Test, kpis)).Should().NotThrow();
    }

    public static TheoryData<string, VolSurface?> BadSurfaces() => new()
    {
        { "null", null },
        { "another symbol", GoodSurface with { Symbol = Symbol.Parse("OTHER") } },
        { "no time", GoodSurface with { Timestamp = default } },
        { "no points", GoodSurface with { Points = [] } },
        { "no list", GoodSurface with { Points = null! } },
        { "zero volatility", With(GoodPoint with { ImpliedVol = 0 }) },
        { "negative volatility", With(GoodPoint with { ImpliedVol = -0.2 }) },
        { "volatility that is no number", With(GoodPoint with { ImpliedVol = double.NaN }) },
        { "endless volatility", With(GoodPoint with { ImpliedVol = double.PositiveInfinity }) },
        { "volatilities in percent", GoodSurface with { Points = [GoodPoint with { ImpliedVol = 18.2 }, GoodPoint with { Strike = 11, ImpliedVol = 22 }] } },
        { "no strike", With(GoodPoint with { Strike = 0 }) },
        { "delta", With(GoodPoint with { Delta = double.NaN }) },
        { "gamma", With(GoodPoint with { Gamma = double.PositiveInfinity }) },
        { "theta", With(GoodPoint with { Theta = double.NegativeInfinity }) },
        { "vega", With(GoodPoint with { Vega = double.NaN }) },
        { "the same point twice", With(GoodPoint, GoodPoint) },
        { "strikes that fall", With(GoodPoint, GoodPoint with { Strike = 9 }) },
        { "expiries that fall", With(GoodPoint, GoodPoint with { Expiry = new DateOnly(2024, 7, 12), Strike = 11 }) },
    };

    [Theory]
    [MemberData(nameof(BadSurfaces))]
    public void CheckSurface_Bad_ThrowsMalformed(string why, VolSurface? surface) => Refuses(() => SurfaceValidation.Check(Test, surface), why);

    public static TheoryData<string, OptionChain?> BadChains() => new()
    {
        { "null", null },
        { "another symbol", GoodChain with { Symbol = Symbol.Parse("OTHER") } },
        { "no time", GoodChain with { AsOf = default } },
        { "no quotes", GoodChain with { Quotes = [] } },
        { "no list", GoodChain with { Quotes = null! } },
        { "no price", GoodChain with { UnderlyingPrice = 0 } },
        { "a rate in percent", GoodChain with { RiskFreeRate = 4.5 } },
        { "a rate that is no number", GoodChain with { RiskFreeRate = double.NaN } },
        { "no strike", GoodChain with { Quotes = [GoodOption with { Strike = 0 }] } },
        { "negative bid", GoodChain with { Quotes = [GoodOption, GoodOption with { Bid = -1 }] } },
        { "negative ask", GoodChain with { Quotes = [GoodOption with { Ask = -1 }] } },
        { "neither call nor put", GoodChain with { Quotes = [GoodOption with { Right = (OptionRight)2 }] } },
    };

    [Theory]
    [MemberData(nameof(BadChains))]
    public void CheckChain_Bad_ThrowsMalformed(string why, OptionChain? chain) => Refuses(() => ChainValidation.Check(Test, chain), why);

    private static VolSurface With(params VolPoint[] points) => GoodSurface with { Points = points };

    private static void Refuses(Action check, string why) =>
        check.Should().Throw<MarketDataException>(why).WithMessage("TEST: *").Which.Kind.Should().Be(MarketErrorKind.Malformed);
}
