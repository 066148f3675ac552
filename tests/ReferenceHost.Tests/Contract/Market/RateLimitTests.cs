using System.Net;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Market;

/// <summary>The caller's limit, which the reference host has and a variable lifts.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task Get_MoreThanTheBurst_IsTooMany()
    {
        await using var host = await HostProcess.StartAsync();
        var symbols = string.Join(',', Enumerable.Range(0, 50).Select(i => $"S{i}"));

        // A batch costs one per symbol, and the bucket gets 50 a second back: two symbols' worth of calls stay far ahead of it.
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => host.Client.AskAsync($"/api/market?symbols={symbols}&type=kpis")));

        answers.Count(a => a.Status == HttpStatusCode.OK).Should().BeInRange(4, 20, "a burst is 200, four such batches");
        var refused = answers.First(a => a.Status != HttpStatusCode.OK);
        refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "RATE_LIMITED");
        refused.Header("Retry-After").Should().MatchRegex("^[1-9][0-9]*$");
        (await host.Client.AskAsync("/api/health")).ShouldBeJson("probes are not users");
        (await host.Client.AskAsync("/api/metrics")).ShouldBeJson();
        (await host.Client.AskAsync("/api/config")).ShouldBeJson();
        (await host.Client.AskAsync("/api/workspaces")).ShouldBeJson();

        // It refills: the same caller is served again.
        await Eventually.AskAsync(() => host.Client.AskAsync("/api/market?symbol=AAPL"), a => a.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_LargestBatch_PassesWithTheWholeBurst()
    {
        await using var host = await HostProcess.StartAsync();
        var symbols = Enumerable.Range(0, 100).Select(i => $"S{i}").ToList();

        var first = await host.Client.PostJsonAsync("/api/market", new { symbols, type = "kpis" });
        var more = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => host.Client.PostJsonAsync("/api/market", new { symbols, type = "kpis" })));

        first.ShouldBeJson();
        more.Should().Contain(a => a.Status == HttpStatusCode.TooManyRequests);
        more.First(a => a.Status == HttpStatusCode.TooManyRequests).ShouldBeProblem(HttpStatusCode.TooManyRequests, "RATE_LIMITED");
    }

    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    public async Task Variable_LiftsIt(string value)
    {
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["DISABLE_RATE_LIMIT"] = value });
        var symbols = string.Join(',', Enumerable.Range(0, 50).Select(i => $"S{i}"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => host.Client.AskAsync($"/api/market?symbols={symbols}&type=kpis")));

        answers.Should().OnlyContain(a => a.Status == HttpStatusCode.OK);
    }
}
