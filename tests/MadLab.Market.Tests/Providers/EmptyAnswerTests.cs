using System.Text.Json;
using FluentAssertions;
using MadLab.Market.Tests.Providers.Support;
using MadLab.Testing;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Providers;

/// <summary>Every way in which an answer can be none: it has a class, the next provider is asked, and no client ever sees it.</summary>
public sealed class EmptyAnswerTests
{
    private static readonly PriceSeries Good = MarketApp.Fake().Prices["AAPL"];
    private static readonly Kpis Figures = MarketApp.Fake().Kpis["AAPL"];
    private static readonly VolSurface Surface = MarketApp.Fake().Surfaces["AAPL"];

    public static TheoryData<string, string, object?, string> Nothings() => new()
    {
        { "prices", "null", null, "UPSTREAM_INVALID" },
        { "prices", "no task", "no task", "UPSTREAM_UNAVAILABLE" },
        { "prices", "no list", Good with { Bars = null! }, "UPSTREAM_INVALID" },
        { "prices", "empty list", Good with { Bars = [] }, "UPSTREAM_INVALID" },
        { "prices", "another symbol", Good with { Symbol = Symbol.Parse("MSFT") }, "UPSTREAM_INVALID" },
        { "prices", "no symbol", Good with { Symbol = default }, "UPSTREAM_INVALID" },
        { "prices", "zeros", Good with { Bars = [.. Good.Bars.Select(b => b with { Open = 0, High = 0, Low = 0, Close = 0 })] }, "UPSTREAM_INVALID" },
        { "prices", "newest first", Good with { Bars = [.. Good.Bars.Reverse()] }, "UPSTREAM_INVALID" },
        { "prices", "weekly bars", Good with { Interval = BarInterval.OneWeek }, "UPSTREAM_INVALID" },
        { "prices", "interval that is none", Good with { Interval = (BarInterval)99 }, "UPSTREAM_INVALID" },
        { "prices", "another adjustment", Good with { Adjustment = PriceAdjustment.Splits }, "UPSTREAM_INVALID" },
        { "prices", "a bar of years to come", Good with { Bars = [.. Good.Bars, Good.Bars[^1] with { Time = new DateTimeOffset(2031, 1, 2, 0, 0, 0, TimeSpan.Zero) }] }, "UPSTREAM_INVALID" },
        { "prices", "an HTML page", new JsonException("'<' is an invalid start of a value: secret."), "UPSTREAM_INVALID" },
        { "prices", "a list that breaks", Good with { Bars = new BreakingList() }, "UPSTREAM_INVALID" },
        { "prices", "an author's mistake", new InvalidOperationException("secret"), "UPSTREAM_UNAVAILABLE" },
        { "prices", "a cancellation nobody asked for", new OperationCanceledException("secret"), "UPSTREAM_UNAVAILABLE" },
        { "prices", "a lost connection", new HttpRequestException("secret"), "UPSTREAM_UNAVAILABLE" },
        { "kpis", "null", null, "UPSTREAM_INVALID" },
        { "kpis", "zeros", Figures with { Price = 0, Change = 0, ChangePercent = 0, Volume = 0 }, "UPSTREAM_INVALID" },
        { "kpis", "percent for fraction", Figures with { DividendYield = 1.2m }, "UPSTREAM_INVALID" },
        { "kpis", "fraction for percent", Figures with { ChangePercent = Figures.ChangePercent / 100 }, "UPSTREAM_INVALID" },
        { "kpis", "no number", Figures with { Beta = double.NaN }, "UPSTREAM_INVALID" },
        { "kpis", "another symbol", Figures with { Symbol = Symbol.Parse("MSFT") }, "UPSTREAM_INVALID" },
        { "vol", "null", null, "UPSTREAM_INVALID" },
        { "vol", "no points", Surface with { Points = [] }, "UPSTREAM_INVALID" },
        { "vol", "percent for fraction", Surface with { Points = [Surface.Points[0] with { ImpliedVol = 22 }] }, "UPSTREAM_INVALID" },
        { "vol", "no number", Surface with { Points = [Surface.Points[0] with { ImpliedVol = double.NaN }] }, "UPSTREAM_INVALID" },
    };

    [Theory]
    [MemberData(nameof(Nothings))]
    public async Task Answer_OfNothing_IsAnError_AndTheNextProviderIsAsked(string type, string what, object? answer, string code)
    {
        await using var alone = await MarketApp.StartAsync(lab => lab.AddProvider("giver", _ => new AnswerGiver { Answer = _ => answer }));
        await using var backed = await MarketApp.StartAsync(lab => lab.AddProvider("giver", _ => new AnswerGiver { Answer = _ => answer }).AddProvider("good", _ => MarketApp.Fake()));

        var problem = await alone.App.GetJsonAsync($"/api/market?symbol=AAPL&type={type}");
        using var response = await backed.App.GetAsync($"/api/market?symbol=AAPL&type={type}");

        problem.GetProperty("code").GetString().Should().Be(code, what);
        problem.GetRawText().Should().NotContainAny("secret", "Exception");
        response.IsSuccessStatusCode.Should().BeTrue(what);
        response.Headers.GetValues("X-MadLab-Provider").Should().Equal("good");
    }

    [Theory]
    [InlineData("correlation&symbols=AAPL,MSFT")]
    [InlineData("kpis&symbol=AAPL")]
    [InlineData("volcone&symbol=AAPL")]
    [InlineData("quality&symbol=AAPL")]
    public async Task Numbers_TooLargeToComputeWith_AreTheUpstreamsFault(string query)
    {
        var fake = new PriceOnly(symbol => FakeProvider.Daily(symbol, new DateOnly(2023, 1, 2), [.. Enumerable.Range(0, 200).Select(i => decimal.MaxValue - i)]));
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("huge", _ => fake));

        using var response = await app.App.GetAsync($"/api/market?type={query}");

        ((int)response.StatusCode).Should().BeOneOf([200, 502], query);
    }

    [Fact]
    public async Task Page_OfAnAnswerThatWasWholeBefore_IsRefused_AndTheWholeStandsIn()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        using var whole = await app.App.GetAsync("/api/market?symbol=AAPL");
        fake.Prices["AAPL"] = Good with { Bars = [.. Good.Bars.TakeLast(100)] };
        app.Time.Advance(TimeSpan.FromMinutes(10));

        using var stale = await app.App.GetAsync("/api/market?symbol=AAPL");
        var bars = (await KestrelApp.JsonAsync(stale)).GetArrayLength();
        app.Time.Advance(TimeSpan.FromHours(24));
        var after = (await app.App.GetJsonAsync("/api/market?symbol=AAPL")).GetArrayLength();

        bars.Should().Be(252);
        stale.Headers.GetValues("Cache-Status").Single().Should().EndWith("detail=stale");
        after.Should().Be(100, "a history that stays short is taken at its word in the end");
    }

    [Fact]
    public async Task Page_OfAnotherProvider_IsNotMeasuredByTheFirst()
    {
        var (first, second) = (MarketApp.Fake(), MarketApp.Fake());
        second.Prices["AAPL"] = Good with { Bars = [.. Good.Bars.TakeLast(50)] };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("first", _ => first).AddProvider("second", _ => second));
        using var whole = await app.App.GetAsync("/api/market?symbol=AAPL");
        first.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");
        app.Time.Advance(TimeSpan.FromMinutes(10));

        (await app.App.GetJsonAsync("/api/market?symbol=AAPL")).GetArrayLength().Should().Be(50);
    }

    private sealed class PriceOnly(Func<string, PriceSeries> series) : IPriceProvider
    {
        public ProviderDescriptor Descriptor { get; } = new() { Feed = "huge", Adjustments = [PriceAdjustment.All] };

        public Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default) => Task.FromResult(series(request.Symbol.Value));
    }

    private sealed class BreakingList : IReadOnlyList<Bar>
    {
        public int Count => 3;

        public Bar this[int index] => throw new InvalidDataException("secret");

        public IEnumerator<Bar> GetEnumerator() => throw new InvalidDataException("secret");

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
