using FluentAssertions;
using MadLab.Market.Calendars;
using MadLab.Market.Providers.Synthetic;
using Xunit;
using static MadLab.Market.Tests.Providers.Synthetic.Moments;

namespace MadLab.Market.Tests.Providers.Synthetic;

public sealed class SyntheticSurfaceTests
{
    private static readonly string[] Symbols = ["AAPL", "SPY", "TSLA", "DOGE-USD", "BTC-USD", "F", "ZZTOP", "Q1"];

    [Theory]
    [MemberData(nameof(Moments.All), MemberType = typeof(Moments))]
    public async Task GetVolSurfaceAsync_Points_SpanExpiriesAndStrikesAroundThePrice(string moment)
    {
        foreach (var symbol in Symbols)
        {
            var surface = await SurfaceAsync(At(moment), symbol);

            var expiries = surface.Points.GroupBy(point => point.Expiry).ToList();
            expiries.Should().HaveCount(8);
            expiries.Select(expiry => expiry.Key).Should().BeInAscendingOrder();
            foreach (var expiry in expiries)
            {
                TradingCalendar.UsEquity.IsSession(expiry.Key).Should().BeTrue();
                SyntheticSurface.Years(surface.Timestamp, expiry.Key).Should().BePositive();
                expiry.Select(point => point.Strike).Should().HaveCount(21).And.BeInAscendingOrder();
                expiry.Min(point => point.Strike).Should().BePositive().And.BeInRange(surface.UnderlyingPrice * 0.6m, surface.UnderlyingPrice * 0.9m);
                expiry.Max(point => point.Strike).Should().BeInRange(surface.UnderlyingPrice * 1.1m, surface.UnderlyingPrice * 1.4m);
            }

            surface.Points.Should().OnlyContain(point => point.ImpliedVol > 0.08 && point.ImpliedVol < 2.5);
        }
    }

    [Fact]
    public async Task GetVolSurfaceAsync_AtTheMoney_IsAboutTheInstrumentsOwnVolatility()
    {
        foreach (var symbol in Symbols)
        {
            var surface = await SurfaceAsync(Winter, symbol);
            var own = Instrument.Of(Symbol.Parse(symbol)).Volatility;

            foreach (var expiry in surface.Points.GroupBy(point => point.Expiry))
            {
                expiry.MinBy(point => Math.Abs(point.Strike - surface.UnderlyingPrice)).ImpliedVol.Should().BeInRange(own * 0.75, own * 1.25);
            }
        }
    }

    [Fact]
    public async Task GetVolSurfaceAsync_Points_HaveABandOfBidAndAsk()
    {
        foreach (var symbol in Symbols)
        {
            (await SurfaceAsync(Winter, symbol)).Points.Should().OnlyContain(p => p.BidVol < p.ImpliedVol && p.ImpliedVol < p.AskVol && p.Arbitrage == OptionArbitrage.None);
        }
    }

    [Theory]
    [MemberData(nameof(Moments.All), MemberType = typeof(Moments))]
    public async Task GetVolSurfaceAsync_Points_HaveNoCalendarArbitrage(string moment)
    {
        foreach (var symbol in Symbols)
        {
            var surface = await SurfaceAsync(At(moment), symbol);
            foreach (var strike in surface.Points.GroupBy(point => point.Strike))
            {
                strike.Select(point => point.ImpliedVol * point.ImpliedVol * SyntheticSurface.Years(surface.Timestamp, point.Expiry)).Should().BeInAscendingOrder();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Moments.All), MemberType = typeof(Moments))]
    public async Task GetVolSurfaceAsync_Points_HaveNoButterflyArbitrage(string moment)
    {
        foreach (var symbol in Symbols)
        {
            var surface = await SurfaceAsync(At(moment), symbol);
            var forward = (double)surface.UnderlyingPrice;
            foreach (var expiry in surface.Points.GroupBy(point => point.Expiry))
            {
                var years = SyntheticSurface.Years(surface.Timestamp, expiry.Key);
                var calls = expiry.Select(point => Call(forward, (double)point.Strike, point.ImpliedVol, years) / forward).ToList();

                const double rounding = 1e-13;
                calls.Zip(calls.Skip(1), (a, b) => a - b).Should().OnlyContain(fall => fall > -rounding);
                calls.Zip(calls.Skip(1), (a, b) => a - b).Zip(calls.Skip(1).Zip(calls.Skip(2), (a, b) => a - b), (before, after) => before - after)
                    .Should().OnlyContain(bend => bend > -rounding);
            }
        }
    }

    [Fact]
    public void TotalVariance_DenseGridOfManyInstruments_HasNoArbitrage()
    {
        double[] times = [1 / 365.0, 3 / 365.0, 7 / 365.0, 14 / 365.0, 30 / 365.0, 60 / 365.0, 0.25, 0.5, 1, 2, 5];
        for (var i = 0; i < 60; i++)
        {
            var surface = new SsviSurface(Instrument.Of(Symbol.Parse($"V{i}")), 5_000 + (37 * i));
            for (var k = -1.5; k <= 1.5; k += 0.01)
            {
                times.Select(years => surface.TotalVariance(k, years)).Should().BeInAscendingOrder();
                times.Min(years => Density(surface, k, years)).Should().BeGreaterThanOrEqualTo(0);
            }
        }
    }

    [Fact]
    public async Task GetVolSurfaceAsync_Sensitivities_AreTheSlopesOfThePrice()
    {
        foreach (var symbol in Symbols)
        {
            var surface = await SurfaceAsync(Winter, symbol);
            var spot = (double)surface.UnderlyingPrice;
            foreach (var point in surface.Points)
            {
                var years = SyntheticSurface.Years(surface.Timestamp, point.Expiry);
                var strike = (double)point.Strike;
                double Price(double at, double volatility, double time) =>
                    Call(at, strike, volatility, time) - (strike < spot ? at - strike : 0); // a put below the price, a call from it on
                var bump = spot * 1e-4;
                var day = 1e-3 / 365;

                var (up, here, down) = (Price(spot + bump, point.ImpliedVol, years), Price(spot, point.ImpliedVol, years), Price(spot - bump, point.ImpliedVol, years));
                point.Delta.Should().BeApproximately((up - down) / (2 * bump), 1e-4);
                point.Gamma.Should().BeApproximately((up - (2 * here) + down) / (bump * bump), 2e-3 * (point.Gamma!.Value + (1 / spot)));
                point.Vega.Should().BeApproximately((Price(spot, point.ImpliedVol + 1e-4, years) - Price(spot, point.ImpliedVol - 1e-4, years)) / 2e-4, 1e-4 * spot);
                point.Theta.Should().BeApproximately((Price(spot, point.ImpliedVol, years - day) - here) / (day * 365), 1e-4 * spot);
            }
        }
    }

    [Theory]
    [InlineData("2026-06-10", "2026-06-12", "2026-06-18", "2026-06-26", "2026-07-02")] // Juneteenth and the fourth of July fall on Fridays
    [InlineData("2024-03-28", "2024-04-05", "2024-04-12", "2024-04-19", "2024-04-26")] // the day before Good Friday: that week's is today
    [InlineData("2024-01-05", "2024-01-12", "2024-01-19", "2024-01-26", "2024-02-02")]
    public void From_AroundHolidays_ListsTheSessionBefore(string today, params string[] weeks) =>
        OptionExpiries.From(DateOnly.Parse(today)).Take(4).Should().Equal(weeks.Select(DateOnly.Parse));

    [Fact]
    public void From_EveryDayOfTenYears_ListsEightRisingSessions()
    {
        for (var day = new DateOnly(2020, 1, 1); day.Year < 2030; day = day.AddDays(1))
        {
            var expiries = OptionExpiries.From(day);

            expiries.Distinct().Order().Should().HaveCount(8).And.Equal(expiries);
            expiries.All(expiry => expiry > day && TradingCalendar.UsEquity.IsSession(expiry)).Should().BeTrue("of {0}", day);
        }
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068543)]
    [InlineData(-1.96, 0.0249978951482204)]
    [InlineData(-2.999, 0.0013543365337271066)]
    [InlineData(-3.001, 0.0013454728250849683)]
    [InlineData(-6, 9.865876450377e-10)]
    [InlineData(-10, 7.61985302416053e-24)]
    [InlineData(5, 0.999999713348428)]
    public void Cumulative_KnownValues_AreExact(double x, double expected) =>
        NormalDistribution.Cumulative(x).Should().BeApproximately(expected, expected * 1e-11);

    private static Task<VolSurface> SurfaceAsync(DateTimeOffset now, string symbol) => Provider(now).GetVolSurfaceAsync(Symbol.Parse(symbol));

    private static double Call(double forward, double strike, double volatility, double years)
    {
        var total = volatility * Math.Sqrt(years);
        var d1 = (Math.Log(forward / strike) / total) + (total / 2);
        return (forward * NormalDistribution.Cumulative(d1)) - (strike * NormalDistribution.Cumulative(d1 - total));
    }

    // Gatheral's g, which the implied density is a positive multiple of.
    private static double Density(SsviSurface surface, double k, double years)
    {
        const double h = 1e-4;
        var w = surface.TotalVariance(k, years);
        var slope = (surface.TotalVariance(k + h, years) - surface.TotalVariance(k - h, years)) / (2 * h);
        var bend = (surface.TotalVariance(k + h, years) - (2 * w) + surface.TotalVariance(k - h, years)) / (h * h);
        var first = 1 - (k * slope / (2 * w));
        return (first * first) - (slope * slope / 4 * ((1 / w) + 0.25)) + (bend / 2);
    }
}
