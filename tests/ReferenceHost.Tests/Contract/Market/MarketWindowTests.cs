using System.Text.Json;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Market;

/// <summary>Intervals, windows and past days of the host as a first run has it.</summary>
[Collection(SyntheticHostGroup.Name)]
public sealed class MarketWindowTests(SyntheticHost host)
{
    [Theory]
    [InlineData("1m", 390)]
    [InlineData("5m", 78)]
    [InlineData("15m", 26)]
    [InlineData("1h", 7)]
    public async Task Interval_OfAPastSession_HasItsDailyExtremes(string interval, int count)
    {
        var bars = await BarsAsync($"symbol=AAPL&interval={interval}&from=2024-07-05&to=2024-07-05");
        var day = (await BarsAsync("symbol=AAPL&from=2024-07-05&to=2024-07-05")).Should().ContainSingle().Subject;

        bars.Should().HaveCount(count);
        bars[0].GetProperty("date").GetString().Should().Be("2024-07-05T13:30:00Z");
        bars[0].GetProperty("open").GetDecimal().Should().Be(day.GetProperty("open").GetDecimal());
        bars.Max(b => b.GetProperty("high").GetDecimal()).Should().Be(day.GetProperty("high").GetDecimal());
        bars.Min(b => b.GetProperty("low").GetDecimal()).Should().Be(day.GetProperty("low").GetDecimal());
        bars[^1].GetProperty("close").GetDecimal().Should().Be(day.GetProperty("close").GetDecimal());
        bars.Sum(b => b.GetProperty("volume").GetDecimal()).Should().Be(day.GetProperty("volume").GetDecimal());
    }

    [Fact]
    public async Task AsOf_PastDay_IsTheSeriesOfThen()
    {
        var then = await BarsAsync("symbol=MSFT&range=1Y&asOf=2024-07-06");
        var now = await BarsAsync("symbol=MSFT&from=2023-07-05&to=2024-07-05");
        var kpis = (await host.Client.AskAsync("/api/market?symbol=MSFT&type=kpis&asOf=2024-07-06")).ShouldBeJson();

        then.Select(b => b.GetRawText()).Should().Equal(now.Select(b => b.GetRawText()));
        then[^1].GetProperty("date").GetString().Should().Be("2024-07-05T00:00:00Z");
        kpis.GetProperty("price").GetDecimal().Should().Be(then[^1].GetProperty("close").GetDecimal());
    }

    [Theory]
    [InlineData("interval=1h&range=2Y")]
    [InlineData("interval=5m&range=1M")]
    [InlineData("interval=1w&range=5Y")]
    public async Task Interval_AtItsLongestRange_IsAnswered(string query)
    {
        var bars = await BarsAsync($"symbol=GOOG&{query}");

        bars.Select(Series.DateOf).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        bars.SkipLast(1).Should().OnlyContain(b => !HasUnfinished(b));
    }

    private static bool HasUnfinished(JsonElement bar) => bar.TryGetProperty("isFinal", out _);

    private async Task<List<JsonElement>> BarsAsync(string query) =>
        [.. (await host.Client.AskAsync($"/api/market?{query}")).ShouldBeJson(query).EnumerateArray()];
}
