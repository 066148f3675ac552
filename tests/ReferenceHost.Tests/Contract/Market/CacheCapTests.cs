using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Market;

/// <summary><c>MARKET_API_MAX_CACHE</c>, as metrics and headers show it.</summary>
public sealed class CacheCapTests
{
    [Fact]
    public async Task Variable_Caps_TheNumberOfEntries()
    {
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["MARKET_API_MAX_CACHE"] = "5", ["DISABLE_RATE_LIMIT"] = "true" });

        for (var i = 0; i < 50; i++)
        {
            (await host.Client.AskAsync($"/api/market?symbol=S{i}")).ShouldBeJson();
        }

        var hits = 0;
        for (var i = 0; i < 50; i++)
        {
            hits += (await host.Client.AskAsync($"/api/market?symbol=S{i}")).Header("Cache-Status")!.Contains("; hit", StringComparison.Ordinal) ? 1 : 0;
        }

        hits.Should().BeInRange(0, 5);
        Counter(await host.Client.AskAsync("/api/metrics"), "market:cache:evictions").Should().BeGreaterThanOrEqualTo(90 - hits);
    }

    [Fact]
    public async Task Metrics_CountHitsAndMisses()
    {
        await using var host = await HostProcess.StartAsync();

        for (var i = 0; i < 4; i++)
        {
            await host.Client.AskAsync("/api/market?symbol=AAPL");
        }

        await host.Client.AskAsync("/api/market?symbol=!!");
        var metrics = await host.Client.AskAsync("/api/metrics");
        Counter(metrics, "market:cache:hits").Should().Be(3);
        Counter(metrics, "market:cache:misses").Should().Be(1);
        Counter(metrics, "market:GET:count").Should().Be(5);
        Counter(metrics, "market:GET:errors").Should().Be(1);
        metrics.Json.GetProperty("timers").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "market:GET").GetProperty("count").GetInt64().Should().Be(5);
    }

    private static long Counter(HttpAnswer metrics, string name) => metrics.ShouldBeJson().GetProperty("counters").EnumerateArray()
        .Single(c => c.GetProperty("name").GetString() == name).GetProperty("value").GetInt64();
}
