using FluentAssertions;
using FsCheck.Fluent;
using MadLab.Market.Analytics;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class ParityForwardTests
{
    private static readonly DateOnly Expiry = new(2024, 7, 19);

    [Fact]
    public void Estimate_ExactPrices_IsTheForwardItself()
    {
        // C - P = (F - K) / growth, with F = 102 and growth 1.01.
        var quotes = Pairs(102, 1.01, 90, 95, 100, 105, 110);

        ParityForward.Estimate(quotes, 100, 1.01).Should().BeApproximately(102, 1e-12);
    }

    [Fact]
    public void Estimate_StrikesFarFromTheSpot_HaveNoVote()
    {
        var quotes = new[] { Pairs(300, 1, 50, 60, 70, 80), Pairs(101, 1, 98, 99, 100, 101, 102), Pairs(5, 1, 120, 130, 140, 150, 160) }.SelectMany(q => q).ToArray();

        ParityForward.Estimate(quotes, 100, 1).Should().BeApproximately(101, 1e-12);
    }

    [Fact]
    public void Estimate_TwoOfFiveStrikesWrong_AreOutvoted()
    {
        var quotes = new[] { Pairs(500, 1, 98), Pairs(101, 1, 99, 100, 101), Pairs(2, 1, 102) }.SelectMany(q => q).ToArray();

        ParityForward.Estimate(quotes, 100, 1).Should().BeApproximately(101, 1e-12);
    }

    [Fact]
    public void Estimate_EvenNumberOfStrikes_IsTheMiddleOfTheInnerTwo()
    {
        var quotes = Pairs(101, 1, 99).Concat(Pairs(102, 1, 100)).ToArray();

        ParityForward.Estimate(quotes, 100, 1).Should().BeApproximately(101.5, 1e-12);
    }

    [Fact]
    public void Estimate_NoPairOrNoPositiveForward_IsNull()
    {
        ParityForward.Estimate([], 100, 1).Should().BeNull();
        ParityForward.Estimate(Pairs(101, 1, 95, 100, 105).Where(q => q.Right == OptionRight.Put).ToArray(), 100, 1).Should().BeNull();
        ParityForward.Estimate(Pairs(-5, 1, 95, 100, 105), 100, 1).Should().BeNull();
        ParityForward.Estimate(Pairs(101, 1, 100), 100, double.NaN).Should().BeNull();
    }

    [Fact]
    public void Estimate_AnyStrikes_IsTheMedianOfTheFiveNearestByAFullSort() =>
        Seeded.Check(Prop.ForAll(Gen.Choose(50, 150).Two().ListOf().ToArbitrary(), draws =>
        {
            var pairs = draws.DistinctBy(d => d.Item1).OrderBy(d => d.Item1).ToArray();
            var quotes = pairs.SelectMany(p => Pairs(p.Item2, 1, p.Item1)).ToArray();
            var nearest = pairs.OrderBy(p => Math.Abs(p.Item1 - 100)).ThenBy(p => p.Item1).Take(5).Select(p => (double)p.Item2).Order().ToArray();
            double? expected = nearest.Length == 0 ? null : (nearest[(nearest.Length - 1) / 2] + nearest[nearest.Length / 2]) / 2;
            var actual = ParityForward.Estimate(quotes, 100, 1);
            return actual.HasValue == expected.HasValue && Math.Abs((actual ?? 0) - (expected ?? 0)) < 1e-9;
        }));

    private static OptionMid[] Pairs(double forward, double growth, params int[] strikes) =>
    [
        .. strikes.SelectMany(strike => new[]
        {
            new OptionMid(Expiry, strike, OptionRight.Call, 1_000 + ((forward - strike) / growth), 0.1),
            new OptionMid(Expiry, strike, OptionRight.Put, 1_000, 0.1),
        }),
    ];
}
