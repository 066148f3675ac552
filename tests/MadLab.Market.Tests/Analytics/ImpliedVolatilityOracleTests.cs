using FluentAssertions;
using MadLab.Market.Analytics;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

/// <summary>Black-76 against a slow computation of 24 digits, on everything that is quoted anywhere: an hour to ten years, 1 % to 400 %, strikes from a fifth to five times the forward.</summary>
public sealed class ImpliedVolatilityOracleTests
{
    private const double Forward = 100;

    private static readonly double[] Years = [1 / (365.0 * 24), 1 / 365.0, 7 / 365.0, 43 / 365.0, 0.5, 1, 2.5, 10];
    private static readonly double[] Volatilities = [0.01, 0.05, 0.12, 0.2206, 0.4, 0.8, 1.5, 4];
    private static readonly double[] Strikes = [20, 40, 60, 75, 85, 92, 97, 99, 99.9, 100, 100.1, 101, 103, 108, 115, 130, 160, 220, 350, 500];

    public static TheoryData<double> EachTime => [.. Years];

    [Theory]
    [InlineData(1.0, 0.84134474606854294858523254563)]
    [InlineData(-2.0, 0.0227501319481792072002826371665)]
    [InlineData(5.0, 0.99999971334842807646488)]
    [InlineData(-6.0, 9.8658764503769814070086e-10)]
    [InlineData(-9.0, 1.1285884059538406477355e-19)]
    public void Oracle_NormalDistribution_HasTheTabulatedDigits(double x, double expected) =>
        ((double)DecimalBlack.Cdf((decimal)x)).Should().BeApproximately(expected, 2e-16);

    [Theory]
    [MemberData(nameof(EachTime))]
    public void Price_WholeDomain_AgreesWithTheSlowComputation(double years)
    {
        foreach (var (right, strike, total) in Contracts(years))
        {
            var exact = (double)DecimalBlack.Price(right, (decimal)Forward, (decimal)strike, (decimal)total);

            Black76.Price(right, Forward, strike, total).Should().BeApproximately(exact, 1e-12, "{0} {1}, total volatility {2}", right, strike, total);
        }
    }

    [Theory]
    [MemberData(nameof(EachTime))]
    public void TryImpliedVolatility_WholeDomain_GivesThePriceBackToTenDigits(double years)
    {
        var (checkedPrices, worst) = (0, 0.0);
        foreach (var (right, strike, total) in Contracts(years))
        {
            var price = (double)DecimalBlack.Price(right, (decimal)Forward, (decimal)strike, (decimal)total);
            var intrinsic = Math.Max(0, right == OptionRight.Call ? Forward - strike : strike - Forward);
            var most = right == OptionRight.Call ? Forward : strike;

            // Less time value than 1e-12 is below the digits of a price of a hundred; as much below the bound, too.
            if (price - intrinsic < 1e-12 || most - price < 1e-12)
            {
                continue;
            }

            Black76.TryImpliedVolatility(right, Forward, strike, years, price, out var volatility)
                .Should().BeTrue("{0} {1}, total volatility {2}", right, strike, total);
            var again = (double)DecimalBlack.Price(right, (decimal)Forward, (decimal)strike, (decimal)(volatility * Math.Sqrt(years)));
            worst = Math.Max(worst, Math.Abs(again - price));
            checkedPrices++;
        }

        checkedPrices.Should().BeGreaterThan(10);
        worst.Should().BeLessThan(1e-12, "the promise is 1e-10 in price");
    }

    [Theory]
    [InlineData(OptionRight.Call, 105, 0.25, 0.2)]
    [InlineData(OptionRight.Put, 80, 1.0, 0.35)]
    [InlineData(OptionRight.Call, 300, 2.0, 0.9)]
    [InlineData(OptionRight.Put, 97, 0.02, 0.15)]
    [InlineData(OptionRight.Call, 60, 0.5, 0.6)] // in the money
    public void TryImpliedVolatility_KnownPrice_IsTheBisectedOne(OptionRight right, double strike, double years, double volatility)
    {
        var price = Black76.Price(right, Forward, strike, volatility * Math.Sqrt(years));
        var slow = (double)DecimalBlack.Invert(right, (decimal)Forward, (decimal)strike, (decimal)price) / Math.Sqrt(years);

        Black76.TryImpliedVolatility(right, Forward, strike, years, price, out var fast).Should().BeTrue();

        fast.Should().BeApproximately(slow, 1e-11);
    }

    /// <summary>Calls and puts: the side in the money as well, and with it put-call parity.</summary>
    private static IEnumerable<(OptionRight Right, double Strike, double Total)> Contracts(double years) =>
        from strike in Strikes
        from volatility in Volatilities
        from right in new[] { OptionRight.Call, OptionRight.Put }
        select (right, strike, volatility * Math.Sqrt(years));
}
