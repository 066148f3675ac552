using FluentAssertions;
using FsCheck.Fluent;
using MadLab.Market.Analytics;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class NormalizedBlackTests
{
    // Computed with 40 digits.
    [Theory]
    [InlineData(0, 0.2, 0.0796556745540579673)]
    [InlineData(0, 0.001, 0.000398942263778838293)]
    [InlineData(-0.001, 0.01, 0.0035093369186425419)]
    [InlineData(-0.1, 0.05, 0.000424430830851187157)]
    [InlineData(-0.5, 0.1, 5.33991178580086478e-9)]
    [InlineData(-1, 0.3, 0.0000332909494294456666)]
    [InlineData(-3, 0.5, 7.58845980231508941e-11)]
    [InlineData(-10, 0.5, 6.64032803455032106e-91)]
    [InlineData(-5, 4, 0.0564526886218055564)]
    [InlineData(-0.02, 6, 0.987350050424354468)]
    public void PriceAndInverse_KnownValues_AgreeToThirteenDigits(double x, double s, double price)
    {
        NormalizedBlack.Price(x, s).Should().BeApproximately(price, 1e-13 * price);
        NormalizedBlack.TryInvert(x, price, out var inverse).Should().BeTrue();
        inverse.Should().BeApproximately(s, 1e-13 * s);
    }

    [Fact]
    public void TryInvert_PriceOfAnyMoneynessAndVolatility_FindsTheVolatility() =>
        Seeded.Check(
            Prop.ForAll(MoneynessAndVolatility().ToArbitrary(), p =>
            {
                var price = NormalizedBlack.Price(p.X, p.S);
                if (price < double.Epsilon * 1e16 || Math.Exp(0.5 * p.X) - price < 1e-9)
                {
                    return true; // the price no longer holds the digits of the volatility
                }

                return NormalizedBlack.TryInvert(p.X, price, out var s) && Math.Abs(s - p.S) <= 1e-12 * p.S;
            }),
            20_000);

    [Fact]
    public void Price_InVolatility_NeverFallsAndStaysBelowItsBound() =>
        Seeded.Check(
            Prop.ForAll(MoneynessAndVolatility().ToArbitrary(), p =>
            {
                var (price, more) = (NormalizedBlack.Price(p.X, p.S), NormalizedBlack.Price(p.X, p.S * 1.01));
                return price >= 0 && more >= price * (1 - 1e-14) && more <= Math.Exp(0.5 * p.X);
            }),
            5_000);

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(-0.1, -0.01)]
    [InlineData(-0.1, 0.96)] // the bound is e^-0.05 = 0.951
    [InlineData(0, 1)]
    [InlineData(0.1, 0.05)]
    [InlineData(double.NaN, 0.05)]
    [InlineData(double.NegativeInfinity, 0.05)]
    [InlineData(-0.1, double.NaN)]
    [InlineData(-0.1, double.PositiveInfinity)]
    public void TryInvert_PriceThatNoVolatilityGives_IsFalse(double x, double price) =>
        NormalizedBlack.TryInvert(x, price, out _).Should().BeFalse();

    [Fact]
    public void TryInvert_SmallestPrices_StillConverges()
    {
        foreach (var x in new[] { -1e-9, -1e-4, -0.01, -0.3, -2.0, -15.0 })
        {
            foreach (var price in new[] { 1e-12, 1e-30, 1e-100, 1e-300, double.Epsilon })
            {
                NormalizedBlack.TryInvert(x, price, out var s).Should().BeTrue("x {0}, price {1}", x, price);
                s.Should().BePositive().And.BeLessThan(10);
            }
        }
    }

    private static FsCheck.Gen<(double X, double S)> MoneynessAndVolatility() =>
        from x in Gen.Choose(-4_000, 0)
        from s in Gen.Choose(-300, 80)
        select (X: Math.Pow(x / 4_000.0, 3) * 10, S: Math.Pow(10, s / 100.0)); // x from -10 to 0, dense near 0; s from 0.001 to 6.3
}
