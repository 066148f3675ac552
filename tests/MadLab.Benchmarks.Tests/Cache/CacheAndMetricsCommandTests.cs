using System.Text.Json;
using FluentAssertions;
using MadLab.Benchmarks.Cache;
using MadLab.Benchmarks.Metrics;
using Xunit;

namespace MadLab.Benchmarks.Tests.Cache;

/// <summary>The commands as somebody calls them. Nothing is said of speed.</summary>
public sealed class CacheAndMetricsCommandTests
{
    [Fact]
    public async Task Cache_Quick_HasEveryCacheInEveryPart()
    {
        var (exitCode, output, errors) = await Program.RunAsync("cache", "--quick", "--json");

        exitCode.Should().Be(0, errors);
        using var document = JsonDocument.Parse(output);
        var names = CachePeer.All.Select(p => p.Name).ToList();
        Names(document, "hit").Should().Equal([.. names, HitCost.ByMarketKey]);
        Names(document, "ratios").Distinct().Should().Equal(names);
        Names(document, "throughput").Should().Equal(names);
        document.RootElement.GetProperty("hit")[0].GetProperty("nanoseconds").GetProperty("median").GetDouble().Should().BePositive();
    }

    [Fact]
    public async Task Metrics_Quick_HasEveryListenerAndPercentile()
    {
        var (exitCode, output, errors) = await Program.RunAsync("metrics", "--quick", "--json");

        exitCode.Should().Be(0, errors);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("costs").EnumerateArray().Select(c => c.GetProperty("listener").GetString()).Distinct().Should().Equal(ListeningHost.Listeners);
        document.RootElement.GetProperty("percentiles").EnumerateArray().Should().HaveCount(5).And.AllSatisfy(p => p.GetProperty("errorPercent").GetDouble().Should().BeLessThan(1));
    }

    [Theory]
    [InlineData("cache")]
    [InlineData("metrics")]
    public async Task Help_NamesEveryOption(string command)
    {
        var (exitCode, output, _) = await Program.RunAsync(command, "--help");

        exitCode.Should().Be(0);
        output.Should().ContainAll((command == "cache" ? CacheOptions.All : MetricsOptions.All).Select(o => o.Name));
    }

    private static List<string?> Names(JsonDocument document, string part) =>
        [.. document.RootElement.GetProperty(part).EnumerateArray().Select(r => r.GetProperty("cache").GetString())];
}
