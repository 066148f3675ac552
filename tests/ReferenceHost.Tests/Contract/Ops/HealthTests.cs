using System.Globalization;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Ops;

/// <summary>Health and what the browser is told.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Health_OfAFirstRun_IsOkAndSaysItAll()
    {
        await using var host = await HostProcess.StartAsync();
        await using var socket = await StreamSocket.ConnectAsync(host.Address, "?symbols=AAPL,MSFT");
        await socket.ReceiveUpdateAsync("MSFT");
        (await host.Client.AskAsync("/api/market?symbol=AAPL")).ShouldBeJson();

        var answer = await host.Client.AskAsync("/api/health");

        answer.CacheControl.Should().Be("no-store");
        var health = answer.ShouldBeJson();
        health.GetProperty("status").GetString().Should().Be("ok");
        DateTimeOffset.Parse(health.GetProperty("time").GetString()!, CultureInfo.InvariantCulture).Offset.Should().Be(TimeSpan.Zero);
        health.GetProperty("provider").GetString().Should().Be("available");
        var provider = health.GetProperty("providers")[0];
        provider.GetProperty("name").GetString().Should().Be("synthetic");
        provider.GetProperty("status").GetString().Should().Be("available");
        provider.GetProperty("latencyMs").GetDouble().Should().BeGreaterThanOrEqualTo(0);
        provider.TryGetProperty("lastError", out _).Should().BeFalse();
        health.GetProperty("liveData").GetBoolean().Should().BeTrue();
        health.GetProperty("demo").GetBoolean().Should().BeTrue();
        health.GetProperty("streaming").GetProperty("connections").GetInt32().Should().Be(1);
        health.GetProperty("streaming").GetProperty("symbols").GetInt32().Should().Be(2);
        foreach (var part in new[] { "timers", "counters", "rates", "ts" })
        {
            health.GetProperty("metrics").TryGetProperty(part, out _).Should().BeTrue(part);
        }

        health.GetProperty("db").GetString().Should().Be("ok");
        health.GetProperty("dbMode").GetString().Should().Be("db");
        health.GetProperty("version").GetString().Should().MatchRegex(@"^\d+\.\d+\.\d+");
        (await host.Client.AskAsync("/api/health/live")).ShouldBeJson();
        (await host.Client.AskAsync("/api/health/ready")).ShouldBeJson();
    }

    [Fact]
    public async Task Config_OfAFirstRun_IsWhatABrowserNeeds()
    {
        await using var host = await HostProcess.StartAsync();

        var config = (await host.Client.AskAsync("/api/config")).ShouldBeJson();

        config.EnumerateObject().Select(p => p.Name).Should().Contain(["wsUrl", "streamMode", "pollingIntervalMs", "liveData", "demo", "dbMode", "durable", "version"]);
        config.GetProperty("wsUrl").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        config.GetProperty("streamMode").GetString().Should().Be("auto");
        config.GetProperty("pollingIntervalMs").GetInt32().Should().BePositive();
        config.GetProperty("demo").GetBoolean().Should().BeTrue();
        config.GetProperty("dbMode").GetString().Should().Be("db");
    }

    [Theory]
    [InlineData("wss://quotes.example.com/api/stream/ws")]
    [InlineData("/elsewhere/ws")]
    public async Task Config_WsUrl_IsTheVariables(string url)
    {
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["NEXT_PUBLIC_WS_URL"] = url });

        (await host.Client.AskAsync("/api/config")).ShouldBeJson().GetProperty("wsUrl").GetString().Should().Be(url);
    }

    [Fact]
    public async Task Store_LostWhileItRuns_TakesDownItsOwnEndpointsAlone()
    {
        using var folder = new ContentFolder();
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["DATABASE_URL"] = "file:./data/lab.db" }, folder.Write("data/keep", ""));
        (await host.Client.PostJsonAsync("/api/workspaces", """{"title":"t","data":{}}""")).ShouldBeJson();

        // The file's place is taken by something that is no database: nothing can be opened or written there.
        foreach (var file in Directory.EnumerateFiles(folder.Of("data"), "lab.db*").ToList())
        {
            File.WriteAllText(file, string.Concat(Enumerable.Repeat("this is no database. ", 1000)));
        }

        var lost = await Eventually.AskAsync(
            () => host.Client.PostJsonAsync("/api/workspaces", """{"title":"t","data":{}}"""), a => a.Status != System.Net.HttpStatusCode.OK);
        lost.ShouldBeProblem(System.Net.HttpStatusCode.ServiceUnavailable, "STORE_UNAVAILABLE");
        lost.Header("Retry-After").Should().MatchRegex("^[1-9][0-9]*$");
        var health = await Eventually.AskAsync(
            async () => (await host.Client.AskAsync("/api/health")).ShouldBeJson(), h => h.GetProperty("db").GetString() == "down");
        health.GetProperty("status").GetString().Should().Be("degraded");
        (await host.Client.AskAsync("/api/health/ready")).ShouldBeJson();
        (await host.Client.AskAsync("/api/market?symbol=AAPL")).ShouldBeJson();
        await using var socket = await StreamSocket.ConnectAsync(host.Address, "?symbols=AAPL");
        await socket.ReceiveUpdateAsync("AAPL");
    }
}
