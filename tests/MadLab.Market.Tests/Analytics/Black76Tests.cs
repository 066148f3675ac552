using FluentAssertions;
using FsCheck.Fluent;
using MadLab.Market.Analytics;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class Black76Tests
{
    [Fact]
    public void Price_PutOnAFuture_IsTheTextbookValue()
    {
        // J. Hull, Options, Futures and Other Derivatives: F = K = 20, r = 9 %, 4 months, 25 %: 1.12.
        var years = 4 / 12.0;
        var price = Math.Exp(-0.09 * years) * Black76.Price(OptionRight.Put, 20, 20, 0.25 * Math.Sqrt(years));

        price.Should().BeApproximately(1.12, 0.005);
    }

    [Fact]
    public void Price_CallOnAShare_IsTheTextbookValue()
    {
        // The same book's share option: S = 42, K = 40, r = 10 %, half a year, 20 %: call 4.76, put 0.81.
        var forward = 42 * Math.Exp(0.05);

        (Math.Exp(-0.05) * Black76.Price(OptionRight.Call, forward, 40, 0.2 * Math.Sqrt(0.5))).Should().BeApproximately(4.76, 0.005);
        (Math.Exp(-0.05) * Black76.Price(OptionRight.Put, forward, 40, 0.2 * Math.Sqrt(0.5))).Should().BeApproximately(0.81, 0.005);
    }

    [Fact]
    public void Price_CallLessPut_IsForwardLessStrike() =>
        Seeded.Check(Prop.ForAll(Contracts().ToArbitrary(), c =>
            Math.Abs(Black76.Price(OptionRight.Call, 100, c.Strike, c.Total) - Black76.Price(OptionRight.Put, 100, c.Strike, c.Total) - (100 - c.Strike)) < 1e-10));

    [Fact]
    public void Price_CallAndPutWithForwardAndStrikeChanged_AreTheSame() =>
        Seeded.Check(Prop.ForAll(Contracts().ToArbitrary(), c =>
            Math.Abs(Black76.Price(OptionRight.Call, 100, c.Strike, c.Total) - Black76.Price(OptionRight.Put, c.Strike, 100, c.Total)) <= 1e-12 * Math.Max(100, c.Strike)));

    [Fact]
    public void Price_AllInAnotherUnit_IsInThatUnit() =>
        Seeded.Check(Prop.ForAll(Contracts().ToArbitrary(), c =>
            Math.Abs((Black76.Price(OptionRight.Call, 1, c.Strike / 100, c.Total) * 100) - Black76.Price(OptionRight.Call, 100, c.Strike, c.Total)) <= 1e-11));

    [Fact]
    public void Price_InVolatilityAndStrike_RisesAndFallsWithinBounds() =>
        Seeded.Check(Prop.ForAll(Contracts().ToArbitrary(), c =>
        {
            var call = Black76.Price(OptionRight.Call, 100, c.Strike, c.Total);
            return call >= Math.Max(0, 100 - c.Strike) && call <= 100 + 1e-12
                && Black76.Price(OptionRight.Call, 100, c.Strike, c.Total * 1.1) >= call - 1e-12
                && Black76.Price(OptionRight.Call, 100, c.Strike * 1.01, c.Total) <= call + 1e-12;
        }));

    [Fact]
    public void Sensitivities_CallAndPut_DifferAsParitySays() =>
        Seeded.Check(Prop.ForAll(Contracts().ToArbitrary(), c =>
        {
            const double Spot = 98, Rate = 0.02;
            var call = Black76.Sensitivities(OptionRight.Call, Spot, 100, c.Strike, c.Years, Rate, c.Volatility);
            var put = Black76.Sensitivities(OptionRight.Put, Spot, 100, c.Strike, c.Years, Rate, c.Volatility);
            return Math.Abs(call.Delta - put.Delta - (Math.Exp(-Rate * c.Years) * 100 / Spot)) < 1e-12
                && call.Gamma == put.Gamma && call.Vega == put.Vega && call.Gamma >= 0 && call.Vega >= 0;
        }));

    [Fact]
    public void TryImpliedVolatility_OutOfTheMoneyPrice_GivesTheVolatilityBack() =>
        Seeded.Check(
            Prop.ForAll(Contracts().ToArbitrary(), c =>
            {
                var right = c.Strike >= 100 ? OptionRight.Call : OptionRight.Put;
                var price = Black76.Price(right, 100, c.Strike, c.Total);
                return price < 1e-300
                    || (Black76.TryImpliedVolatility(right, 100, c.Strike, c.Years, price, out var v) && Math.Abs(v - c.Volatility) < 1e-10 * c.Volatility);
            }),
            5_000);

    [Fact]
    public void TryImpliedVolatility_InTheMoneyPrice_GivesTheVolatilityOfItsTimeValue()
    {
        var price = Black76.Price(OptionRight.Call, 100, 90, 0.25);

        Black76.TryImpliedVolatility(OptionRight.Call, 100, 90, 0.5, price, out var volatility).Should().BeTrue();
        volatility.Should().BeApproximately(0.25 / Math.Sqrt(0.5), 1e-13);
    }

    [Theory]
    [InlineData(100, 90, 0.5, 9.9)] // below intrinsic
    [InlineData(100, 90, 0.5, 10)]
    [InlineData(100, 90, 0.5, 100)] // a call is worth less than its forward
    [InlineData(100, 90, 0, 12)]
    [InlineData(0, 90, 0.5, 12)]
    [InlineData(100, 0, 0.5, 12)]
    [InlineData(double.NaN, 90, 0.5, 12)]
    [InlineData(double.PositiveInfinity, 90, 0.5, 12)]
    [InlineData(100, 90, double.PositiveInfinity, 12)]
    [InlineData(100, 90, 0.5, double.NaN)]
    public void TryImpliedVolatility_NoSuchPrice_IsFalse(double forward, double strike, double years, double price) =>
        Black76.TryImpliedVolatility(OptionRight.Call, forward, strike, years, price, out _).Should().BeFalse();

    [Theory]
    [InlineData(OptionRight.Call, 110)]
    [InlineData(OptionRight.Call, 90)]
    [InlineData(OptionRight.Put, 110)]
    [InlineData(OptionRight.Put, 90)]
    public void Sensitivities_AnyContract_MatchDifferencesOfThePrice(OptionRight right, double strike)
    {
        const double Spot = 100, Rate = 0.03, Yield = 0.05, Volatility = 0.25, Years = 0.4;
        double Value(double spot = Spot, double volatility = Volatility, double years = Years) =>
            Math.Exp(-Rate * years) * Black76.Price(right, spot * Math.Exp((Rate - Yield) * years), strike, volatility * Math.Sqrt(years));

        var greeks = Black76.Sensitivities(right, Spot, Spot * Math.Exp((Rate - Yield) * Years), strike, Years, Rate, Volatility);

        const double H = 1e-4;
        greeks.Delta.Should().BeApproximately((Value(Spot + H) - Value(Spot - H)) / (2 * H), 1e-8);
        greeks.Gamma.Should().BeApproximately((Value(Spot + 0.01) - (2 * Value()) + Value(Spot - 0.01)) / 1e-4, 1e-7);
        greeks.Vega.Should().BeApproximately((Value(volatility: Volatility + H) - Value(volatility: Volatility - H)) / (2 * H), 1e-5);
        greeks.ThetaPerDay.Should().BeApproximately((Value(years: Years - H) - Value(years: Years + H)) / (2 * H) / 365, 1e-8);
    }

    private static FsCheck.Gen<(double Strike, double Years, double Volatility, double Total)> Contracts() =>
        from strike in Gen.Choose(1, 500)
        from days in Gen.Choose(1, 1_500)
        from percent in Gen.Choose(1, 300)
        let years = days / 365.0
        select (Strike: (double)strike, Years: years, Volatility: percent / 100.0, Total: percent / 100.0 * Math.Sqrt(years));
}
