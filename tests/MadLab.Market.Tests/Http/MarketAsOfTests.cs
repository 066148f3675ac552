using System.Net;
using System.Text;
using FluentAssertions;
using MadLab.Market.Tests.Prices;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Http;

/// <summary><c>asOf</c> and where an answer comes from, from outside.</summary>
public sealed class MarketAsOfTests
{
    [Fact]
    public async Task AsOf_IsAskedOfTheProvider_AndKeptLong()
    {
        var source = Daily();
        await using var app = await StartAsync(source);

        using var response = await app.App.GetAsync("/api/market?symbol=AAPL&range=3M&asOf=2023-06-10");
        var bars = (await KestrelApp.JsonAsync(response)).EnumerateArray().ToList();
        app.Time.Advance(TimeSpan.FromDays(6));
        using var later = await app.App.GetAsync("/api/market?symbol=AAPL&range=3M&asOf=2023-06-10");

        bars[^1].GetProperty("date").GetString().Should().Be("2023-06-09T00:00:00Z");
        source.Requests.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new PriceRequest { Symbol = Symbol.Parse("AAPL"), Range = PriceRange.ThreeMonths, AsOf = new DateOnly(2023, 6, 10) });
        Header(response, "Cache-Control").Should().Be("public, max-age=86400, s-maxage=604800, stale-while-revalidate=86400");
        Header(later, "Cache-Status").Should().StartWith("MadLab; hit; ttl=");
    }

    [Theory]
    [InlineData("2024-01-02")]
    [InlineData("2024-01-01")]
    public async Task AsOf_ADayThatMayNotBeOver_IsKeptAsNow(string day)
    {
        await using var app = await StartAsync(Daily());

        using var response = await app.App.GetAsync($"/api/market?symbol=AAPL&asOf={day}");

        Header(response, "Cache-Control").Should().StartWith("public, max-age=60, s-maxage=300");
    }

    [Fact]
    public async Task AsOf_LongKept_StandsInWithLiveDataOff()
    {
        await using var app = await StartAsync(Daily());
        using var first = await app.App.GetAsync("/api/market?symbol=AAPL&asOf=2023-06-10");
        app.App.App.Services.GetRequiredService<ILiveDataSwitch>().Set(false);
        app.Time.Advance(TimeSpan.FromDays(3));

        using var response = await app.App.GetAsync("/api/market?symbol=AAPL&asOf=2023-06-10");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("symbol=AAPL")]
    [InlineData("symbol=AAPL&type=kpis")]
    [InlineData("symbol=AAPL&type=vol")]
    [InlineData("symbol=AAPL&type=volcone")]
    [InlineData("symbol=AAPL&type=quality")]
    [InlineData("symbol=AAPL&type=correlation&symbols=AAPL,MSFT")]
    [InlineData("symbol=AAPL&interval=1w")]
    [InlineData("symbol=AAPL&format=csv")]
    public async Task AsOf_AProviderThatCannot_IsNotAskedAndNamed(string query)
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        using var response = await app.App.GetAsync($"/api/market?{query}&asOf=2023-06-01");
        var problem = await KestrelApp.JsonAsync(response);

        response.StatusCode.Should().Be(HttpStatusCode.NotImplemented);
        problem.GetProperty("code").GetString().Should().Be("NOT_SUPPORTED");
        problem.GetProperty("error").GetString().Should().Contain("as of 2023-06-01").And.Contain("fake answers for now alone");
        new[] { "prices", "kpis", "options", "vol" }.Sum(fake.Calls).Should().Be(0);
    }

    [Fact]
    public async Task AsOf_ProviderThatAnswersWithLaterBars_IsMalformed()
    {
        var fake = MarketApp.Fake();
        fake.Descriptor = fake.Descriptor with { AnswersAsOf = true };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        using var response = await app.App.GetAsync("/api/market?symbol=AAPL&asOf=2023-06-01");

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        (await KestrelApp.JsonAsync(response)).GetProperty("error").GetString().Should().Contain("2023-06-01");
    }

    [Fact]
    public async Task AsOf_KeyFigures_AreWhatTheBarsTell()
    {
        var source = Daily();
        await using var app = await StartAsync(source);

        var kpis = await app.App.GetJsonAsync("/api/market?symbol=AAPL&type=kpis&asOf=2023-06-10");

        var known = source.Series[BarInterval.OneDay].Bars.Where(b => b.Time.Date <= new DateTime(2023, 6, 9)).ToList();
        kpis.GetProperty("price").GetDecimal().Should().Be(known[^1].Close);
        kpis.GetProperty("change").GetDecimal().Should().Be(known[^1].Close - known[^2].Close);
        kpis.GetProperty("fiftyTwoWeekHigh").GetDecimal().Should().Be(known.Max(b => b.High));
    }

    [Fact]
    public async Task Weeks_AsOfAWednesday_EndUnfinished()
    {
        await using var app = await StartAsync(Daily());

        var weeks = (await app.App.GetJsonAsync("/api/market?symbol=AAPL&interval=1w&asOf=2023-06-07")).EnumerateArray().ToList();

        weeks[^1].GetProperty("date").GetString().Should().Be("2023-06-05T00:00:00Z");
        weeks[^1].GetProperty("isFinal").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task Provenance_IsInHeadersAndMeta()
    {
        var fake = MarketApp.Fake();
        fake.Descriptor = fake.Descriptor with { DelaySeconds = 900 };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        var newest = fake.Prices["AAPL"].AsOf!.Value;

        using var single = await app.App.GetAsync("/api/market?symbol=AAPL");
        using var batch = await app.App.GetAsync("/api/market?symbols=AAPL,MSFT");
        using var post = await app.Http.PostAsync(
            new Uri("/api/market", UriKind.Relative), new StringContent("""{"symbols":["AAPL"],"type":"prices"}""", Encoding.UTF8, "application/json"));
        var meta = (await KestrelApp.JsonAsync(post)).GetProperty("results").GetProperty("AAPL").GetProperty("meta");

        foreach (var response in new[] { single, batch })
        {
            Header(response, "X-MadLab-Provider").Should().Be("fake");
            Header(response, "X-MadLab-Feed").Should().Be("fake");
            Header(response, "X-MadLab-Adjustment").Should().Be("all");
            Header(response, "X-MadLab-Delay").Should().Be("900");
            Header(response, "X-MadLab-As-Of").Should().Be(newest.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        }

        meta.EnumerateObject().Select(m => m.Name).Should().Equal("provider", "feed", "delaySeconds", "adjustment", "asOf", "fetchedAt", "attempts");
        meta.GetProperty("feed").GetString().Should().Be("fake");
        meta.GetProperty("delaySeconds").GetInt32().Should().Be(900);
        meta.GetProperty("asOf").GetDateTimeOffset().Should().Be(newest);
        meta.GetProperty("fetchedAt").GetDateTimeOffset().Should().Be(app.Time.GetUtcNow());
    }

    [Fact]
    public async Task Batch_AsOfHeader_IsTheEarliestAndNothingWhereOneDoesNotSay()
    {
        var fake = MarketApp.Fake();
        fake.Prices["MSFT"] = fake.Prices["MSFT"] with { AsOf = fake.Prices["MSFT"].AsOf!.Value.AddHours(-2) };
        fake.Prices["GOOG"] = fake.Prices["GOOG"] with { AsOf = null };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        using var two = await app.App.GetAsync("/api/market?symbols=AAPL,MSFT");
        using var three = await app.App.GetAsync("/api/market?symbols=AAPL,GOOG,MSFT");

        DateTimeOffset.Parse(Header(two, "X-MadLab-As-Of")!, System.Globalization.CultureInfo.InvariantCulture).Should().Be(fake.Prices["MSFT"].AsOf!.Value);
        Header(three, "X-MadLab-As-Of").Should().BeNull();
    }

    [Fact]
    public async Task Providers_SayWhetherTheyAnswerForPastDays()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("bars", _ => Daily()).AddProvider("fake", _ => MarketApp.Fake()));

        (await app.App.GetJsonAsync("/api/market/providers")).EnumerateArray().Select(p => p.GetProperty("asOf").GetBoolean()).Should().Equal(true, false);
    }

    private static BarSource Daily() => new(BarSource.SeriesOf(
        BarInterval.OneDay,
        BarSource.Walk(new DateTimeOffset(2023, 1, 2, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(1), 362, 3)
            .Where(b => b.Time.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))));

    private static Task<MarketApp> StartAsync(BarSource source) => MarketApp.StartAsync(lab => lab.AddProvider("bars", _ => source));

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
