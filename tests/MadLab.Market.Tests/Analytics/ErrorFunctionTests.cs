using FluentAssertions;
using FsCheck.Fluent;
using MadLab.Market.Analytics;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class ErrorFunctionTests
{
    // Computed with 40 digits.
    [Theory]
    [InlineData(-8, 2, 1.24702981616232338e28)]
    [InlineData(-3, 1.99997790950300141, 16205.9888539995866)]
    [InlineData(-1, 1.84270079294971487, 5.00898008076228347)]
    [InlineData(-0.46875, 1.49261347321793799, 1.85940241687142215)]
    [InlineData(-0.001, 1.00112837879096924, 1.00112937991984859)]
    [InlineData(0, 1, 1)]
    [InlineData(0.1, 0.887537083981715102, 0.896456979969126637)]
    [InlineData(0.5, 0.479500122186953462, 0.615690344192925875)]
    [InlineData(1, 0.157299207050285131, 0.427583576155807004)]
    [InlineData(2, 0.00467773498104726584, 0.255395676310505744)]
    [InlineData(3.9, 3.47922485972317671e-8, 0.140314181600689736)]
    [InlineData(4.1, 6.70002765408491844e-9, 0.133834116418651994)]
    [InlineData(6, 2.15197367124989131e-17, 0.0927765678005383544)]
    [InlineData(10, 2.08848758376254476e-45, 0.0561409927438225859)]
    [InlineData(26, 5.66319240885614285e-296, 0.0216835848505629066)]
    public void ErfcAndErfcx_KnownArguments_AreExactToDoublePrecision(double x, double erfc, double erfcx)
    {
        ErrorFunction.Erfc(x).Should().BeApproximately(erfc, 1e-15 * erfc);
        ErrorFunction.Erfcx(x).Should().BeApproximately(erfcx, 1e-15 * erfcx);
    }

    [Theory]
    [InlineData(0.001, 0.0011283787909692364)]
    [InlineData(0.46875, 0.492613473217937992)]
    [InlineData(0.5, 0.520499877813046538)]
    [InlineData(2, 0.995322265018952734)]
    [InlineData(3.9, 0.999999965207751403)]
    public void Erf_KnownArguments_AreExactAndOdd(double x, double erf)
    {
        ErrorFunction.Erf(x).Should().BeApproximately(erf, 1e-15 * erf);
        ErrorFunction.Erf(-x).Should().Be(-ErrorFunction.Erf(x));
    }

    [Theory]
    [InlineData(double.PositiveInfinity, 1, 0)]
    [InlineData(double.NegativeInfinity, -1, 2)]
    public void ErfAndErfc_AtInfinity_TakeTheirLimits(double x, double erf, double erfc)
    {
        ErrorFunction.Erf(x).Should().Be(erf);
        ErrorFunction.Erfc(x).Should().Be(erfc);
    }

    [Fact]
    public void Erfc_AnyTwoArguments_NeverRises() =>
        Seeded.Check(Prop.ForAll(
            Gen.Choose(-270_000, 270_000).Two().ToArbitrary(),
            pair =>
            {
                var (low, high) = (Math.Min(pair.Item1, pair.Item2) / 10_000.0, Math.Max(pair.Item1, pair.Item2) / 10_000.0);
                return ErrorFunction.Erfc(low) >= ErrorFunction.Erfc(high);
            }));
}
