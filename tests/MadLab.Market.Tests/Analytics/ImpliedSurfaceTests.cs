using FluentAssertions;
using MadLab.Market.Analytics;
using MadLab.Market.Quality;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class ImpliedSurfaceTests
{
    private static readonly DateTimeOffset AsOf = new(2024, 6, 3, 20, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Near = new(2024, 7, 19);
    private static readonly DateOnly Far = new(2024, 12, 20);

    [LeanDataFact]
    public void From_AppleOptionsOfOneDay_GivesTheKnownFigures()
    {
        var chain = LeanFiles.AppleOptions();
        chain.Quotes.Should().HaveCount(2_352);

        var surface = ImpliedSurface.From(chain);

        surface.Points.Should().HaveCount(973);
        surface.Points.Select(p => p.Expiry).Distinct().Should().HaveCount(12);
        surface.Points.Should().OnlyContain(p => p.ImpliedVol > 0.15 && p.ImpliedVol < 3);
        // A Saturday: the contract's own date, at 16:00, is what gives the known value; the Friday before would give 0.2232.
        var atTheMoney = surface.Points.Single(p => p.Expiry == new DateOnly(2014, 7, 19) && p.Strike == 645);
        atTheMoney.ImpliedVol.Should().BeApproximately(0.2206, 0.00005);
        atTheMoney.Delta.Should().BeApproximately(-0.4786, 0.00005, "the put is the side out of the money, as the forward is 645.77");
        surface.Timestamp.Should().Be(chain.AsOf);
        surface.UnderlyingPrice.Should().Be(645.57m);
        SurfaceValidation.Check(chain.Symbol, surface);
    }

    [LeanDataFact]
    public void Estimate_AppleOptionsOfJuly_IsTheKnownForward()
    {
        var expiry = new DateOnly(2014, 7, 19);
        var mids = LeanFiles.AppleOptions().Quotes
            .Where(q => q.Expiry == expiry && q.Bid > 0 && q.Ask >= q.Bid)
            .Select(q => new OptionMid(q.Expiry, q.Strike, q.Right, (double)(q.Bid + q.Ask) / 2, (double)(q.Ask - q.Bid)))
            .Order()
            .ToArray();

        ParityForward.Estimate(mids, 645.57, Math.Exp(0.0025 * 43 / 365)).Should().BeApproximately(645.77, 0.005);
    }

    [Fact]
    public void From_QuotesMadeFromASmile_GivesTheSmileBack()
    {
        var chain = Chain(Quotes(Near, 0.03, 80, 90, 95, 100, 105, 110, 120).Concat(Quotes(Far, 0.03, 70, 85, 100, 115, 140)));

        var points = ImpliedSurface.From(chain with { RiskFreeRate = 0.03 }).Points;

        points.Should().HaveCount(12);
        points.Select(p => (p.Expiry, p.Strike)).Should().BeInAscendingOrder();
        foreach (var point in points)
        {
            point.ImpliedVol.Should().BeApproximately(Smile((double)point.Strike), 1e-9);
            point.Vega.Should().BePositive();
            point.Gamma.Should().BePositive();
            point.Theta.Should().NotBeNull();
            (point.Strike >= 101 ? point.Delta > 0 : point.Delta < 0).Should().BeTrue("strike {0} is quoted by its out-of-the-money side", point.Strike);
        }
    }

    [Fact]
    public void From_UnusableQuotes_PassesThemOver()
    {
        var good = Quotes(Near, 0, 90, 95, 100, 105, 110).ToList();
        var call = good.Single(q => q.Strike == 110 && q.Right == OptionRight.Call);
        var bad = new[]
        {
            call with { Strike = 115, Bid = 0 },
            call with { Strike = 116, Ask = call.Bid - 0.01m }, // crossed
            call with { Strike = 0 },
            call with { Strike = -5 },
            call with { Strike = 117, Bid = 500, Ask = 501 }, // dearer than the forward
            call with { Strike = 118, Bid = decimal.MaxValue, Ask = decimal.MaxValue },
            call with { Strike = 119, Right = (OptionRight)7 },
        };
        var expired = Quotes(DateOnly.FromDateTime(AsOf.Date), 0, 90, 100, 110);

        ImpliedSurface.From(Chain([.. bad, .. good, .. expired])).Points.Should().Equal(ImpliedSurface.From(Chain(good)).Points);
    }

    [Fact]
    public void From_ExpiryWithoutAnyPair_LeavesThatExpiryOut()
    {
        var callsOnly = Quotes(Far, 0, 90, 100, 110).Where(q => q.Right == OptionRight.Call);

        ImpliedSurface.From(Chain([.. Quotes(Near, 0, 95, 100, 105), .. callsOnly])).Points.Should().OnlyContain(p => p.Expiry == Near);
    }

    [Fact]
    public void From_SameContractTwice_TakesTheTighterQuote()
    {
        var quotes = Quotes(Near, 0, 95, 100, 105).ToList();
        var wide = quotes.Select(q => q with { Bid = q.Bid / 2, Ask = q.Ask * 3 });

        ImpliedSurface.From(Chain([.. wide, .. quotes])).Points.Should().Equal(ImpliedSurface.From(Chain(quotes)).Points);
    }

    [Fact]
    public void From_ExpiryTimeOfTheChain_ReplacesNewYorks()
    {
        var chain = Chain(Quotes(Near, 0, 95, 100, 105));

        var later = ImpliedSurface.From(chain with { ExpiryTime = day => NewYorkClose.At(day).AddDays(1) });

        later.Points[0].ImpliedVol.Should().BeApproximately(ImpliedSurface.From(chain).Points[0].ImpliedVol * Math.Sqrt(46 / 47.0), 1e-12);
    }

    [Fact]
    public void From_QuotesInAnyOrder_GivesTheSamePoints()
    {
        var quotes = Quotes(Near, 0.01, 90, 95, 100, 105).Concat(Quotes(Far, 0.01, 80, 100, 120)).ToArray();
        var shuffled = quotes.ToArray();
        new Random(7).Shuffle(shuffled);

        ImpliedSurface.From(Chain(shuffled)).Points.Should().Equal(ImpliedSurface.From(Chain(quotes)).Points);
    }

    public static TheoryData<string, OptionChain> Useless() => new()
    {
        { "no quotes", Chain([]) },
        { "no price", Chain(Quotes(Near, 0, 95, 100, 105)) with { UnderlyingPrice = 0 } },
        { "a negative price", Chain(Quotes(Near, 0, 95, 100, 105)) with { UnderlyingPrice = -1 } },
        { "no bids", Chain(Quotes(Near, 0, 95, 100, 105).Select(q => q with { Bid = 0 })) },
        { "expired", Chain(Quotes(Near, 0, 95, 100, 105)) with { AsOf = AsOf.AddYears(1) } },
        { "puts alone", Chain(Quotes(Near, 0, 95, 100, 105).Where(q => q.Right == OptionRight.Put)) },
        { "a rate that is no number", Chain(Quotes(Near, 0, 95, 100, 105)) with { RiskFreeRate = double.NaN } },
        { "an endless rate", Chain(Quotes(Near, 0, 95, 100, 105)) with { RiskFreeRate = double.PositiveInfinity } },
    };

    [Theory]
    [MemberData(nameof(Useless))]
    public void From_NothingUsable_ThrowsNoData(string why, OptionChain chain)
    {
        var act = () => ImpliedSurface.From(chain);

        act.Should().Throw<MarketDataException>(why).Which.Kind.Should().Be(MarketErrorKind.NoData);
    }

    private static double Smile(double strike) => 0.2 + (0.3 * Math.Pow(Math.Log(strike / 101), 2));

    private static OptionChain Chain(IEnumerable<OptionQuote> quotes) => new()
    {
        Symbol = Symbol.Parse("TEST"),
        UnderlyingPrice = 100,
        AsOf = AsOf,
        Quotes = [.. quotes],
    };

    /// <summary>Quotes with the forward at 101 and volatilities of the smile, a penny wide around the model's price.</summary>
    private static IEnumerable<OptionQuote> Quotes(DateOnly expiry, double rate, params int[] strikes)
    {
        var years = Math.Max(1e-6, (NewYorkClose.At(expiry) - AsOf).TotalDays / 365);
        foreach (var strike in strikes)
        {
            foreach (var right in new[] { OptionRight.Put, OptionRight.Call })
            {
                var price = (decimal)(Math.Exp(-rate * years) * Black76.Price(right, 101, strike, Smile(strike) * Math.Sqrt(years)));
                yield return new OptionQuote { Strike = strike, Expiry = expiry, Right = right, Bid = price * 0.99m, Ask = price * 1.01m };
            }
        }
    }
}
