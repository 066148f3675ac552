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
    public void From_BidAndAsk_GiveABandAroundTheMiddle()
    {
        var points = ImpliedSurface.From(Chain(Quotes(Near, 0, 90, 95, 100, 105, 110))).Points;

        points.Should().OnlyContain(p => p.BidVol > 0 && p.BidVol < p.ImpliedVol && p.ImpliedVol < p.AskVol && p.Arbitrage == OptionArbitrage.None);

        var years = (NewYorkClose.At(Near) - AsOf).TotalDays / 365;
        var call = Quotes(Near, 0, 110).Single(q => q.Right == OptionRight.Call);
        Black76.Price(OptionRight.Call, 101, 110, points[^1].AskVol!.Value * Math.Sqrt(years)).Should().BeApproximately((double)call.Ask, 1e-10);
        Black76.Price(OptionRight.Call, 101, 110, points[^1].BidVol!.Value * Math.Sqrt(years)).Should().BeApproximately((double)call.Bid, 1e-10);
    }

    [Fact]
    public void From_LaterExpiryCheaperThanTheEarlier_FlagsItsPoints()
    {
        // The far options at the prices of the near ones less a tenth: less total variance, though more time.
        var near = Quotes(Near, 0, 90, 95, 100, 105, 110).ToList();
        var far = near.Select(q => q with { Expiry = Far, Bid = Cheaper(q, q.Bid), Ask = Cheaper(q, q.Ask) });

        var points = ImpliedSurface.From(Chain([.. near, .. far])).Points;

        points.Where(p => p.Expiry == Near).Should().OnlyContain(p => p.Arbitrage == OptionArbitrage.None);
        points.Where(p => p.Expiry == Far).Should().OnlyContain(p => p.Arbitrage.HasFlag(OptionArbitrage.Calendar));

        static decimal Cheaper(OptionQuote quote, decimal price)
        {
            var intrinsic = Math.Max(0, quote.Right == OptionRight.Call ? 101 - quote.Strike : quote.Strike - 101);
            return intrinsic + ((price - intrinsic) * 0.9m);
        }
    }

    [Fact]
    public void From_BodyDearerThanItsWings_FlagsTheBody()
    {
        var quotes = Quotes(Near, 0, 90, 95, 100, 105, 110, 115, 120).Select(q => q.Strike == 110 ? q with { Bid = q.Bid * 1.8m, Ask = q.Ask * 1.8m } : q);

        ImpliedSurface.From(Chain(quotes)).Points.Where(p => p.Arbitrage != OptionArbitrage.None)
            .Should().ContainSingle().Which.Should().Match<VolPoint>(p => p.Strike == 110 && p.Arbitrage == OptionArbitrage.Butterfly);
    }

    [LeanDataFact]
    public void From_AppleOptionsOfOneDay_LeaveLittleArbitrageWithinBidAndAsk()
    {
        var points = ImpliedSurface.From(LeanFiles.AppleOptions()).Points;

        points.Should().OnlyContain(p => p.BidVol <= p.ImpliedVol && p.ImpliedVol <= p.AskVol);
        points.Count(p => p.Arbitrage.HasFlag(OptionArbitrage.Butterfly)).Should().Be(0);
        points.Count(p => p.Arbitrage.HasFlag(OptionArbitrage.Calendar)).Should().Be(0);
    }

    [Fact]
    public void From_AnyArbitrageFreeSmile_HasTotalVarianceThatRisesAndNoFlag() =>
        Seeded.Check(
            FsCheck.Fluent.Prop.ForAll(FsCheck.Fluent.ArbMap.Default.ArbFor<int>(), seed =>
            {
                var random = new Random(seed);
                var strikes = Enumerable.Range(0, 9).Select(i => 70 + (8 * i) + random.Next(4)).ToArray();
                var points = ImpliedSurface.From(Chain(Quotes(Near, 0, strikes).Concat(Quotes(Far, 0, strikes)))).Points;
                var (near, far) = (points.Where(p => p.Expiry == Near).ToDictionary(p => p.Strike), points.Where(p => p.Expiry == Far));
                return points.All(p => p.Arbitrage == OptionArbitrage.None)
                    && far.All(p => !near.TryGetValue(p.Strike, out var n) || p.ImpliedVol * p.ImpliedVol * 200 > n.ImpliedVol * n.ImpliedVol * 46);
            }),
            200);

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
