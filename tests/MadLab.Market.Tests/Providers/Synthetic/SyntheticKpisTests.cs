using FluentAssertions;
using MadLab.Market.Providers.Synthetic;
using Xunit;
using static MadLab.Market.Tests.Providers.Synthetic.Moments;

namespace MadLab.Market.Tests.Providers.Synthetic;

public sealed class SyntheticKpisTests
{
    [Theory]
    [MemberData(nameof(Moments.All), MemberType = typeof(Moments))]
    public async Task GetKpisAsync_YearsExtremes_AreThoseOfTheDailyBarsAndTheSessionSoFar(string moment)
    {
        var now = At(moment);
        var kpis = await KpisAsync(now, "JPM");
        var bars = (await PricesAsync(now, "JPM", PriceRange.OneYear)).Bars.Concat((await PricesAsync(now, "JPM", PriceRange.OneDay)).Bars).ToList();

        kpis.FiftyTwoWeekHigh.Should().Be(bars.Max(bar => bar.High));
        kpis.FiftyTwoWeekLow.Should().Be(bars.Min(bar => bar.Low));
        kpis.Price.Should().BeInRange(kpis.FiftyTwoWeekLow!.Value, kpis.FiftyTwoWeekHigh!.Value);
    }

    [Fact]
    public async Task GetKpisAsync_AskedAgainAsSessionsEnd_FollowsThem()
    {
        var clock = new MadLab.Testing.ManualTimeProvider(Winter);
        var provider = new SyntheticProvider(clock);
        for (var i = 0; i < 30; i++)
        {
            var kpis = await provider.GetKpisAsync(Symbol.Parse("AMD"));
            kpis.Should().Be(await KpisAsync(clock.GetUtcNow(), "AMD"));
            clock.Advance(TimeSpan.FromHours(7));
        }
    }

    [Fact]
    public async Task GetKpisAsync_EveryKnownName_HasFiguresThatFitEachOther()
    {
        foreach (var known in KnownInstruments.All)
        {
            var kpis = await KpisAsync(Winter, known.Symbol);

            AssertFits(kpis);
            kpis.Name.Should().Be(known.Name);
            kpis.Eps.Should().Be(known.Eps);
            (kpis.MarketCap is null).Should().Be(known.Shares is null);
        }
    }

    [Fact]
    public async Task GetKpisAsync_AnyOtherSymbol_HasFiguresOfItsOwnThatFitEachOther()
    {
        var names = new HashSet<string>();
        for (var i = 0; i < 300; i++)
        {
            var kpis = await KpisAsync(Winter, $"Q{i}X");

            AssertFits(kpis);
            kpis.MarketCap.Should().BePositive();
            names.Add(kpis.Name).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData("^FTSE")]
    [InlineData("GBPUSD=X")]
    [InlineData("CL=F")]
    [InlineData("/NQ")]
    [InlineData("SOL-USD")]
    [InlineData("SOL/USDT")]
    public async Task GetKpisAsync_WhatIsNoCompany_HasNoEarnings(string symbol)
    {
        var kpis = await KpisAsync(Winter, symbol);

        (kpis.Eps, kpis.PeRatio, kpis.Dividend, kpis.DividendYield).Should().Be((null, null, null, null));
        kpis.Price.Should().BePositive();
    }

    [Fact]
    public async Task GetKpisAsync_NoInstrument_SaysSo() =>
        (await Provider(Winter).Awaiting(provider => provider.GetKpisAsync(default)).Should().ThrowAsync<MarketDataException>())
            .Which.Kind.Should().Be(MarketErrorKind.SymbolUnknown);

    [Fact]
    public async Task GetKpisAsync_Cancelled_IsCancelled()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Provider(Winter).Awaiting(provider => provider.GetKpisAsync(Symbol.Parse("AAPL"), cancelled)).Should().ThrowAsync<OperationCanceledException>();
        await Provider(Winter).Awaiting(provider => provider.GetQuotesAsync([Symbol.Parse("AAPL")], cancelled)).Should().ThrowAsync<OperationCanceledException>();
        await Provider(Winter).Awaiting(provider => provider.SearchAsync("a", 5, cancelled)).Should().ThrowAsync<OperationCanceledException>();
    }

    private static void AssertFits(Kpis kpis)
    {
        kpis.Currency.Should().Be("USD");
        kpis.Volume.Should().BePositive();
        kpis.Beta.Should().BeInRange(0.5, 2.5);
        if (kpis.MarketCap is { } cap)
        {
            (cap / kpis.Price % 1_000_000).Should().Be(0, "shares are counted in millions");
        }

        if (kpis.Eps > 0)
        {
            (kpis.PeRatio!.Value * kpis.Eps.Value).Should().BeApproximately(kpis.Price, 0.001m * kpis.Price);
        }
        else
        {
            kpis.PeRatio.Should().BeNull();
        }

        if (kpis.Dividend is { } dividend)
        {
            (kpis.DividendYield!.Value * kpis.Price).Should().BeApproximately(dividend, 0.001m * kpis.Price);
            kpis.DividendYield.Should().BeInRange(0, 0.3m);
        }
    }
}
