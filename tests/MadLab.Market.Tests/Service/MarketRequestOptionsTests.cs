using FluentAssertions;
using MadLab.Market.Tests.Prices;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Service;

/// <summary>Windows and past days for code in the same process.</summary>
public sealed class MarketRequestOptionsTests
{
    private static readonly Symbol Apple = Symbol.Parse("AAPL");
    private static readonly DateTimeOffset Friday = new(2023, 12, 29, 14, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task GetPrices_Window_IsTheAnswerOfHttpFromTheSameEntry()
    {
        var source = Source();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("bars", _ => source));
        using var http = await app.App.GetAsync("/api/market?symbol=AAPL&interval=15m&from=2023-12-29T15:00:00Z&to=2023-12-29T16:00:00Z");

        var answer = await Market(app).GetPricesAsync(
            Apple, options: new MarketRequestOptions { Interval = BarInterval.FifteenMinutes, From = Friday.AddMinutes(30), To = new DateTimeOffset(2023, 12, 29, 17, 0, 0, TimeSpan.FromHours(1)) });

        answer.Value.Interval.Should().Be(BarInterval.FifteenMinutes);
        answer.Value.Bars.Should().HaveCount(5);
        answer.Value.Bars[0].Time.Should().Be(Friday.AddMinutes(30));
        answer.Value.Currency.Should().Be("USD");
        source.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task GetPrices_Weeks_AreMadeOfDays()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("bars", _ => Source()));

        var answer = await Market(app).GetPricesAsync(Apple, PriceRange.Max, new MarketRequestOptions { Interval = BarInterval.OneWeek });

        answer.Value.Interval.Should().Be(BarInterval.OneWeek);
        answer.Value.Bars.Should().HaveCount(2);
        answer.Value.Provenance.Should().Be(answer.Provenance);
    }

    [Fact]
    public async Task AsOf_ReachesEveryType()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("bars", _ => Source()));
        var options = new MarketRequestOptions { AsOf = new DateOnly(2023, 12, 27) };

        var prices = await Market(app).GetPricesAsync(Apple, options: options);
        var kpis = await Market(app).GetKpisAsync(Apple, options);
        var quality = await Market(app).GetQualityAsync(Apple, options: options);

        prices.Value.Bars[^1].Time.Should().Be(new DateTimeOffset(2023, 12, 27, 0, 0, 0, TimeSpan.Zero));
        kpis.Value.Price.Should().Be(prices.Value.Bars[^1].Close);
        quality.Value.Bars.Should().Be(prices.Value.Bars.Count);
        (await Failing(() => Market(app).GetInfoAsync(Apple, options))).Kind.Should().Be(MarketErrorKind.NotSupported);
    }

    public static TheoryData<MarketRequestOptions> Wrong() =>
    [
        new MarketRequestOptions { AsOf = new DateOnly(2999, 1, 1) },
        new MarketRequestOptions { From = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        new MarketRequestOptions { From = Friday, To = Friday.AddTicks(-1) },
        new MarketRequestOptions { Interval = BarInterval.OneMinute },
        new MarketRequestOptions { Interval = (BarInterval)42 },
        new MarketRequestOptions { Provider = "nobody" },
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task GetPrices_WhatHttpRefuses_IsAnArgumentException(MarketRequestOptions options)
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("bars", _ => Source()));

        var act = async () => await Market(app).GetPricesAsync(Apple, options: options);

        await act.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task GetKpis_WithAWindow_IsAnArgumentException()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("bars", _ => Source()));

        var act = async () => await Market(app).GetKpisAsync(Apple, new MarketRequestOptions { Interval = BarInterval.OneDay });

        await act.Should().ThrowAsync<ArgumentException>();
    }

    private static BarSource Source() => new(
        BarSource.Minutes((Friday, 390)),
        BarSource.SeriesOf(BarInterval.OneDay, BarSource.Walk(new DateTimeOffset(2023, 12, 18, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(1), 12, 2)));

    private static IMarketData Market(MarketApp app) => app.App.App.Services.GetRequiredService<IMarketData>();

    private static async Task<MarketDataException> Failing<T>(Func<ValueTask<MarketAnswer<T>>> ask)
        where T : class => await Assert.ThrowsAsync<MarketDataException>(async () => await ask());
}
