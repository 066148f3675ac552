using System.Net;
using System.Text.Json;
using FluentAssertions;
using MadLab.TestSupport;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Lean;

/// <summary>Windows, intervals, past days and CSV of real data through the whole service.</summary>
public sealed class LeanQueryTests(LeanHost host) : IClassFixture<LeanHost>
{
    [LeanDataTheory]
    [InlineData("1m", 2340)]
    [InlineData("5m", 468)]
    [InlineData("15m", 156)]
    [InlineData("1h", 42)]
    public async Task Spy_SixSessionsOfMinutes_ServeEveryLength(string interval, int count)
    {
        var bars = await BarsAsync($"symbol=SPY&interval={interval}&from=2013-10-04&to=2013-10-11");

        bars.Should().HaveCount(count);
        bars[0].GetProperty("date").GetString().Should().Be("2013-10-04T13:30:00Z");
        bars.Select(Series.DateOf).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        bars.Should().OnlyContain(b => !HasUnfinished(b), "these sessions are over");
    }

    [LeanDataTheory]
    [InlineData("5m")]
    [InlineData("15m")]
    [InlineData("1h")]
    public async Task Spy_LongerBars_HoldTheMinutesTheyAreMadeOf(string interval)
    {
        var minutes = await BarsAsync("symbol=SPY&interval=1m&from=2013-10-08&to=2013-10-09");
        var longer = await BarsAsync($"symbol=SPY&interval={interval}&from=2013-10-08&to=2013-10-09");

        for (var i = 0; i < longer.Count; i++)
        {
            var parts = minutes.Where(m => Series.DateOf(m) >= Series.DateOf(longer[i]) && (i == longer.Count - 1 || Series.DateOf(m) < Series.DateOf(longer[i + 1]))).ToList();
            Number(longer[i], "open").Should().Be(Number(parts[0], "open"));
            Number(longer[i], "high").Should().Be(parts.Max(p => Number(p, "high")));
            Number(longer[i], "low").Should().Be(parts.Min(p => Number(p, "low")));
            Number(longer[i], "close").Should().Be(Number(parts[^1], "close"));
            Number(longer[i], "volume").Should().Be(parts.Sum(p => Number(p, "volume")));
        }
    }

    [LeanDataFact]
    public async Task Spy_RangeOfMinutes_CountsBackFromTheNewestMinute()
    {
        var bars = await BarsAsync("symbol=SPY&interval=1m&range=1D");

        bars.Should().HaveCount(390).And.OnlyContain(b => Series.DateOf(b).Date == new DateTime(2013, 10, 11));
    }

    [LeanDataFact]
    public async Task Spy_OneMomentsWindow_IncludesBothEnds()
    {
        var bars = await BarsAsync("symbol=SPY&interval=1m&from=2013-10-08T14:00:00Z&to=2013-10-08T14:05:00Z");

        bars.Select(b => b.GetProperty("date").GetString()).Should().Equal(
            Enumerable.Range(0, 6).Select(i => $"2013-10-08T14:0{i}:00Z"));
    }

    [LeanDataFact]
    public async Task Apple_HasHoursAlone_AndSaysSo()
    {
        (await BarsAsync("symbol=AAPL&interval=1h&from=2014-06-02&to=2014-06-06")).Should().HaveCount(35);
        (await host.Client.AskAsync("/api/market?symbol=AAPL&interval=5m&from=2014-06-02&to=2014-06-06"))
            .ShouldBeProblem(HttpStatusCode.NotFound, "NO_DATA").GetProperty("error").GetString().Should().Contain("minute/aapl");
    }

    [LeanDataFact]
    public async Task Apple_AsOfTheDayBeforeItsSplit_TradesAt645()
    {
        var answer = await host.Client.AskAsync("/api/market?symbol=AAPL&range=1M&asOf=2014-06-06");
        var bars = answer.ShouldBeJson().EnumerateArray().ToList();

        bars[0].GetProperty("date").GetString().Should().Be("2014-05-06T00:00:00Z");
        bars[^1].GetProperty("date").GetString().Should().Be("2014-06-06T00:00:00Z");
        Number(bars[^1], "close").Should().Be(645.57m);
        answer.Header("X-MadLab-As-Of").Should().Be("2014-06-06T20:00:00Z");
        answer.Header("X-MadLab-Delay").Should().Be("0");
        answer.CacheControl.Should().StartWith("public, max-age=86400, s-maxage=604800");
    }

    [LeanDataFact]
    public async Task Apple_AsOfTheSplitDay_HasTheDayBeforeInNewShares()
    {
        var bars = await BarsAsync("symbol=AAPL&range=1M&asOf=2014-06-09");

        Number(bars[^2], "close").Should().BeApproximately(645.57m / 7, 0.0001m);
        Number(bars[^1], "close").Should().BeInRange(93, 95);
    }

    [LeanDataFact]
    public async Task Spy_AsOfADay_HasTheReturnsOfToday()
    {
        // A later dividend scales all earlier prices alike: returns up to then stay what they are.
        var then = await BarsAsync("symbol=SPY&range=1Y&asOf=2020-03-31");
        var now = await BarsAsync("symbol=SPY&from=2019-04-01&to=2020-03-31");

        then.Should().HaveCount(now.Count);
        for (var i = 1; i < then.Count; i++)
        {
            (Series.CloseOf(then[i]) / Series.CloseOf(then[i - 1])).Should().BeApproximately(Series.CloseOf(now[i]) / Series.CloseOf(now[i - 1]), 1e-6);
        }

        Series.CloseOf(then[^1]).Should().BeGreaterThan(Series.CloseOf(now[^1]), "four dividends were still to come");
    }

    [LeanDataTheory]
    [InlineData("2014-06-06")]
    [InlineData("2014-06-08")]
    public async Task Apple_SurfaceAsOfADay_IsThatDaysQuotes(string asOf)
    {
        var surface = (await host.Client.AskAsync($"/api/market?symbol=AAPL&type=vol&asOf={asOf}")).ShouldBeJson();

        surface.GetProperty("underlyingPrice").GetDecimal().Should().Be(645.57m);
        surface.GetProperty("timestamp").GetString().Should().Be("2014-06-06T20:00:00Z");
        surface.GetProperty("points").EnumerateArray()
            .Single(p => Number(p, "strike") == 645 && p.GetProperty("expiry").GetString()!.StartsWith("2014-07-19", StringComparison.Ordinal))
            .GetProperty("impliedVol").GetDouble().Should().BeApproximately(0.2206, 0.0001);
    }

    [LeanDataFact]
    public async Task Everything_AsOfADay_EndsThere()
    {
        var kpis = (await host.Client.AskAsync("/api/market?symbol=AAPL&type=kpis&asOf=2014-06-06")).ShouldBeJson();
        var correlation = (await host.Client.AskAsync("/api/market?type=correlation&symbols=SPY,AAPL&period=1Y&asOf=2021-03-31")).ShouldBeJson();
        var before = (await host.Client.AskAsync("/api/market?type=correlation&symbols=SPY,AAPL&period=1Y&asOf=2014-06-06")).ShouldBeJson();
        var cone = (await host.Client.AskAsync("/api/market?symbol=SPY&type=volcone&asOf=2014-06-06")).ShouldBeJson();
        var quality = (await host.Client.AskAsync("/api/market?symbol=SPY&type=quality&range=1Y&asOf=2014-06-06")).ShouldBeJson();

        kpis.GetProperty("price").GetDecimal().Should().Be(645.57m);
        correlation.GetProperty("matrix")[0][1].GetDouble().Should().BeApproximately(0.6878, 0.00005);
        before.GetProperty("timestamp").GetString().Should().Be("2014-06-06T20:00:00Z");
        before.GetProperty("matrix")[0][1].GetDouble().Should().NotBe(correlation.GetProperty("matrix")[0][1].GetDouble());
        cone.GetProperty("asOf").GetString().Should().Be("2014-06-06T20:00:00Z");
        quality.GetProperty("sessionsExpected").GetInt32().Should().Be(quality.GetProperty("bars").GetInt32());
        quality.GetProperty("issues").EnumerateArray().Should().NotContain(i => i.GetProperty("kind").GetString() == "stale");
    }

    [LeanDataFact]
    public async Task Info_AsOfADay_IsNotSupported() =>
        (await host.Client.AskAsync("/api/market?symbol=AAPL&type=info&asOf=2014-06-06")).ShouldBeProblem(HttpStatusCode.NotImplemented, "NOT_SUPPORTED");

    [LeanDataFact]
    public async Task Weeks_OfTwentyThreeYears_HoldAllDays()
    {
        var weeks = await BarsAsync("symbol=SPY&interval=1w&range=MAX");
        var days = await BarsAsync("symbol=SPY&range=MAX");

        weeks.Should().HaveCount(days.Select(d => Series.DateOf(d)).Select(d => d.AddDays(-(((int)d.DayOfWeek + 6) % 7))).Distinct().Count());
        weeks.Select(w => Series.DateOf(w).DayOfWeek).Should().OnlyContain(d => d == DayOfWeek.Monday);
        weeks.Sum(w => Number(w, "volume")).Should().Be(days.Sum(d => Number(d, "volume")));
        weeks.SkipLast(1).Should().OnlyContain(w => !HasUnfinished(w));
        HasUnfinished(weeks[^1]).Should().BeTrue("the data ends on a Wednesday");
    }

    [LeanDataFact]
    public async Task Csv_IsTheSameSeriesAsJson()
    {
        var json = await BarsAsync("symbol=SPY&range=1Y");
        var answer = await host.Client.AskAsync("/api/market?symbol=SPY&range=1Y&format=csv");

        var lines = answer.Text.Split("\r\n");
        answer.ContentType.Should().Be("text/csv; charset=utf-8");
        lines[0].Should().Be("date,open,high,low,close,volume,isFinal");
        lines[^1].Should().BeEmpty("the last line ends like the others");
        lines[1..^1].Should().HaveCount(json.Count);
        foreach (var (line, bar) in lines[1..^1].Zip(json))
        {
            line.Should().Be(string.Join(',', "date,open,high,low,close,volume".Split(',').Select(n => bar.GetProperty(n).ToString()).Append("true")));
        }
    }

    private async Task<List<JsonElement>> BarsAsync(string query) =>
        [.. (await host.Client.AskAsync($"/api/market?{query}")).ShouldBeJson(query).EnumerateArray()];

    private static decimal Number(JsonElement bar, string name) => bar.GetProperty(name).GetDecimal();

    private static bool HasUnfinished(JsonElement bar) => bar.TryGetProperty("isFinal", out _);
}
