using System.Net;
using System.Text.Json;
using FluentAssertions;
using MadLab.Market.Tests.Prices;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Http;

/// <summary>Interval, from and to, from outside.</summary>
public sealed class MarketWindowTests
{
    private static readonly DateTimeOffset Thursday = new(2023, 12, 28, 14, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Friday = Thursday.AddDays(1);

    [Theory]
    [InlineData("interval=1m", 780)]
    [InlineData("interval=5M", 156)]
    [InlineData("interval=15m&range=5D", 52)]
    [InlineData("interval=1h&range=1M", 14)]
    public async Task Interval_IsServedFromTheShortestBarsThereAre(string query, int count)
    {
        await using var app = await StartAsync(Minutes());

        var bars = await BarsAsync(app, query);

        bars.Should().HaveCount(count);
        bars.Select(DateOf).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        bars[0].GetProperty("date").GetString().Should().Be("2023-12-28T14:30:00Z");
    }

    [Fact]
    public async Task Interval_WithoutARange_AsksForFiveDays()
    {
        var source = Minutes();
        await using var app = await StartAsync(source);

        await BarsAsync(app, "interval=1m");

        source.Requests.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new PriceRequest { Symbol = Symbol.Parse("AAPL"), Range = PriceRange.FiveDays, Interval = BarInterval.OneMinute });
    }

    [Fact]
    public async Task Interval_OfDays_SharesTheChartsEntry()
    {
        var source = new BarSource(Daily());
        await using var app = await StartAsync(source);
        using var chart = await app.App.GetAsync("/api/market?symbol=AAPL&range=6M");

        using var days = await app.App.GetAsync("/api/market?symbol=AAPL&range=6M&interval=1d");
        using var week = await app.App.GetAsync("/api/market?symbol=AAPL&from=2023-12-01&to=2023-12-08&interval=1w");

        Header(days, "Cache-Status").Should().StartWith("MadLab; hit");
        days.Headers.ETag.Should().Be(chart.Headers.ETag);
        source.Requests.Should().HaveCount(1, "weeks of a window are cut from what the chart has");
    }

    [Theory]
    [InlineData("from=2023-12-28T15:00:00Z&to=2023-12-28T15:10:00Z", "interval=1m", "2023-12-28T15:00:00Z", "2023-12-28T15:10:00Z", 11)]
    [InlineData("from=2023-12-28T15:00:00Z&to=2023-12-28T15:10:00Z", "interval=5m", "2023-12-28T15:00:00Z", "2023-12-28T15:10:00Z", 3)]
    [InlineData("from=2023-12-28T10:02:00-05:00&to=2023-12-28T15:10:59.5Z", "interval=5m", "2023-12-28T15:05:00Z", "2023-12-28T15:10:00Z", 2)]
    [InlineData("from=2023-12-29&to=2023-12-29", "interval=15m", "2023-12-29T14:30:00Z", "2023-12-29T20:45:00Z", 26)]
    [InlineData("from=2023-12-29", "interval=1h", "2023-12-29T14:30:00Z", "2023-12-29T20:30:00Z", 7)]
    public async Task Window_OfMinutes_IncludesBothEnds(string window, string interval, string first, string last, int count)
    {
        await using var app = await StartAsync(Minutes());

        var bars = await BarsAsync(app, $"{interval}&{window}");

        bars.Should().HaveCount(count);
        bars[0].GetProperty("date").GetString().Should().Be(first);
        bars[^1].GetProperty("date").GetString().Should().Be(last);
    }

    [Theory]
    [InlineData("from=2023-11-06&to=2023-11-10", "2023-11-06", "2023-11-10", 5)]
    [InlineData("from=2023-11-05&to=2023-11-11", "2023-11-06", "2023-11-10", 5)]
    [InlineData("from=2023-12-28", "2023-12-28", "2023-12-29", 2)]
    [InlineData("to=2023-11-10&range=5D", "2023-11-06", "2023-11-10", 5)]
    [InlineData("to=2023-11-10&range=1M", "2023-10-10", "2023-11-10", 24)]
    [InlineData("to=2023-11-12", "2023-05-10", "2023-11-10", 133)]
    [InlineData("interval=1w&from=2023-11-08&to=2023-11-14", "2023-11-06", "2023-11-13", 2)]
    [InlineData("interval=1w&range=1M", "2023-11-27", "2023-12-25", 5)]
    [InlineData("interval=1w&range=MAX", "2023-01-02", "2023-12-25", 52)]
    [InlineData("from=0001-01-01&to=2023-01-03", "2023-01-02", "2023-01-03", 2)]
    [InlineData("interval=1w&from=0001-01-02", "2023-01-02", "2023-12-25", 52)]
    public async Task Window_OfDaysAndWeeks_IncludesBothEnds(string query, string first, string last, int count)
    {
        await using var app = await StartAsync(new BarSource(Daily()));

        var bars = await BarsAsync(app, query);

        bars[0].GetProperty("date").GetString().Should().Be($"{first}T00:00:00Z");
        bars[^1].GetProperty("date").GetString().Should().Be($"{last}T00:00:00Z");
        bars.Should().HaveCount(count);
    }

    [Fact]
    public async Task Weeks_AtTheEdgeOfAWindow_AreWhole()
    {
        await using var app = await StartAsync(new BarSource(Daily()));

        var week = (await BarsAsync(app, "interval=1w&from=2023-11-08&to=2023-11-08")).Should().ContainSingle().Subject;
        var days = await BarsAsync(app, "from=2023-11-06&to=2023-11-10");

        week.GetProperty("open").GetDecimal().Should().Be(days[0].GetProperty("open").GetDecimal());
        week.GetProperty("high").GetDecimal().Should().Be(days.Max(d => d.GetProperty("high").GetDecimal()));
        week.GetProperty("low").GetDecimal().Should().Be(days.Min(d => d.GetProperty("low").GetDecimal()));
        week.GetProperty("close").GetDecimal().Should().Be(days[^1].GetProperty("close").GetDecimal());
        week.GetProperty("volume").GetDecimal().Should().Be(days.Sum(d => d.GetProperty("volume").GetDecimal()));
    }

    [Fact]
    public async Task RunningBar_IsNotFinal_AndTheOthersDoNotSay()
    {
        var minutes = BarSource.Minutes((Friday, 8)).Bars.ToList();
        minutes[^1] = minutes[^1] with { IsFinal = false };
        var source = new BarSource(BarSource.SeriesOf(BarInterval.OneMinute, minutes));
        source.Descriptor = source.Descriptor with { IsHistorical = false };
        await using var app = await StartAsync(source);

        var bars = await BarsAsync(app, "interval=5m");

        bars.Should().HaveCount(2);
        bars[0].TryGetProperty("isFinal", out _).Should().BeFalse();
        bars[1].GetProperty("isFinal").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData("interval=2m", "INVALID_INTERVAL", "1m, 5m, 15m, 1h, 1d, 1w")]
    [InlineData("interval=1m&range=1M", "INVALID_RANGE", "10 days")]
    [InlineData("interval=5m&range=MAX", "INVALID_RANGE", "60 days")]
    [InlineData("interval=1m&range=6M&to=2023-12-01", "INVALID_RANGE", "10 days")]
    [InlineData("interval=1m&from=2023-12-01&to=2023-12-11", "INVALID_FROM_TO", "10 days")]
    [InlineData("interval=1h&from=2020-01-01", "INVALID_FROM_TO", "732 days")]
    [InlineData("from=2023-12-02&to=2023-12-01", "INVALID_FROM_TO", "after")]
    [InlineData("from=2999-01-01", "INVALID_FROM_TO", "future")]
    [InlineData("from=2023-02-30", "INVALID_FROM_TO", "from")]
    [InlineData("to=20231201", "INVALID_FROM_TO", "to")]
    [InlineData("from=2023-12-01T10:00:00", "INVALID_FROM_TO", "offset")]
    [InlineData("from=2023-12-01T10:00:00+01:00", "INVALID_FROM_TO", "%2B")]
    [InlineData("from=2023-12-01&range=1M", "INVALID_FROM_TO", "range")]
    [InlineData("from=0001-01-01T00:00:00%2B14:00", "INVALID_FROM_TO", "from")]
    [InlineData("interval=1m&symbols=A,B,C,D,E,F,G,H,I,J,K", "TOO_MANY_SYMBOLS", "10")]
    public async Task WrongWindow_IsRefusedBeforeAnyCall(string query, string code, string word)
    {
        var source = Minutes();
        await using var app = await StartAsync(source);

        using var response = await app.App.GetAsync($"/api/market?symbol=AAPL&{query}");
        var problem = await KestrelApp.JsonAsync(response);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("code").GetString().Should().Be(code);
        problem.GetProperty("error").GetString().Should().Contain(word);
        source.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("interval=1m", "fake has 1d")]
    [InlineData("type=kpis&interval=1d", "prices")]
    [InlineData("type=vol&from=2023-12-01", "prices")]
    [InlineData("type=correlation&symbols=AAPL,MSFT&to=2023-12-01", "prices")]
    public async Task WhatNobodyServes_Is501AndNamesWhatIsServed(string query, string words)
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        using var response = await app.App.GetAsync($"/api/market?symbol=AAPL&{query}");
        var problem = await KestrelApp.JsonAsync(response);

        response.StatusCode.Should().Be(HttpStatusCode.NotImplemented);
        problem.GetProperty("code").GetString().Should().Be("NOT_SUPPORTED");
        problem.GetProperty("error").GetString().Should().Contain(words);
        fake.Calls("prices").Should().Be(0);
    }

    [Fact]
    public async Task LongerBars_FurtherThanTheirSourceReaches_Are501()
    {
        await using var app = await StartAsync(Minutes());

        using var response = await app.App.GetAsync("/api/market?symbol=AAPL&interval=1h&range=3M");

        response.StatusCode.Should().Be(HttpStatusCode.NotImplemented);
        (await KestrelApp.JsonAsync(response)).GetProperty("error").GetString().Should().Contain("bars makes them of 1m bars, over at most 60 days");
    }

    [Fact]
    public async Task Window_WithoutBars_IsNotFound()
    {
        await using var app = await StartAsync(new BarSource(Daily()));

        using var response = await app.App.GetAsync("/api/market?symbol=AAPL&from=2023-11-11&to=2023-11-12");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await KestrelApp.JsonAsync(response)).GetProperty("error").GetString().Should().Contain("1d bars from 2023-11-11T00:00:00Z");
    }

    [Theory]
    [InlineData("to=0001-01-01T00:00:00Z")]
    [InlineData("interval=1m&range=1D&to=0001-01-01T00:00:00Z")]
    [InlineData("interval=1w&to=0001-01-01")]
    [InlineData("asOf=0001-01-01")]
    [InlineData("asOf=0001-01-01&interval=5m")]
    [InlineData("asOf=0001-01-01&type=quality")]
    public async Task BeforeTime_ThereIsNothing(string query)
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddSynthetic());

        using var response = await app.App.GetAsync($"/api/market?symbol=AAPL&provider=synthetic&{query}");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound, await response.Content.ReadAsStringAsync());
        (await KestrelApp.JsonAsync(response)).GetProperty("code").GetString().Should().Be("NO_DATA");
    }

    [Fact]
    public async Task AnotherLengthThanAskedFor_IsMalformed()
    {
        var source = Minutes();
        source.Series[BarInterval.OneMinute] = source.Series[BarInterval.OneMinute] with { Interval = BarInterval.FiveMinutes };
        await using var app = await StartAsync(source);

        using var response = await app.App.GetAsync("/api/market?symbol=AAPL&interval=1m");

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task NextProvider_IsAskedWhereTheFirstHasNoSuchBars()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("daily", _ => MarketApp.Fake()).AddProvider("bars", _ => Minutes()));

        using var response = await app.App.GetAsync("/api/market?symbol=AAPL&interval=1m");

        Header(response, "X-MadLab-Provider").Should().Be("bars");
    }

    [Fact]
    public async Task Post_TakesTheSameWindow()
    {
        await using var app = await StartAsync(Minutes());

        using var response = await app.Http.PostAsync(
            new Uri("/api/market", UriKind.Relative),
            new StringContent("""{"symbols":["AAPL"],"type":"prices","interval":"1h","from":"2023-12-28","to":"2023-12-28"}""", System.Text.Encoding.UTF8, "application/json"));
        using var wrong = await app.Http.PostAsync(
            new Uri("/api/market", UriKind.Relative),
            new StringContent("""{"symbols":["AAPL"],"type":"prices","interval":"3h"}""", System.Text.Encoding.UTF8, "application/json"));

        (await KestrelApp.JsonAsync(response)).GetProperty("results").GetProperty("AAPL").GetProperty("prices").GetArrayLength().Should().Be(7);
        (await KestrelApp.JsonAsync(wrong)).GetProperty("code").GetString().Should().Be("INVALID_INTERVAL");
    }

    private static BarSource Minutes() => new(BarSource.Minutes((Thursday, 390), (Friday, 390)));

    /// <summary>Weekdays of 2023 from Monday, 2 January.</summary>
    private static PriceSeries Daily() => BarSource.SeriesOf(
        BarInterval.OneDay,
        BarSource.Walk(new DateTimeOffset(2023, 1, 2, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(1), 362, 3)
            .Where(b => b.Time.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));

    private static Task<MarketApp> StartAsync(BarSource source) => MarketApp.StartAsync(lab => lab.AddProvider("bars", _ => source));

    private static async Task<List<JsonElement>> BarsAsync(MarketApp app, string query)
    {
        using var response = await app.App.GetAsync($"/api/market?symbol=AAPL&{query}");
        response.StatusCode.Should().Be(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return [.. (await KestrelApp.JsonAsync(response)).EnumerateArray()];
    }

    private static DateTimeOffset DateOf(JsonElement bar) => bar.GetProperty("date").GetDateTimeOffset();

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
