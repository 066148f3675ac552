using System.Net;
using System.Text.Json;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Market;

/// <summary>Live data off: by the variable, and by a settings file edited while the host runs.</summary>
public sealed class LiveDataTests
{
    [Fact]
    public async Task Variable_True_ServesNothingThatIsNotCachedAndSaysSo()
    {
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["DISABLE_LIVE_DATA"] = "true" });

        var refused = await host.Client.AskAsync("/api/market?symbol=AAPL");
        refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "LIVE_DATA_DISABLED").GetProperty("error").GetString().Should().Be("Live data is disabled");
        refused.Header("Retry-After").Should().MatchRegex("^[1-9][0-9]*$");
        (await host.Client.PostJsonAsync("/api/market", """{"symbols":["AAPL"]}""")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "LIVE_DATA_DISABLED");
        (await host.Client.AskAsync("/api/market?symbol=!!")).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_SYMBOL", "validation comes first");
        (await host.Client.AskAsync("/api/market?symbol=AAPL&range=x")).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_RANGE", "validation comes first");

        var health = (await host.Client.AskAsync("/api/health")).ShouldBeJson();
        health.GetProperty("status").GetString().Should().Be("degraded");
        health.GetProperty("liveData").GetBoolean().Should().BeFalse();
        (await host.Client.AskAsync("/api/health/ready")).Status.Should().Be(HttpStatusCode.OK);
        (await host.Client.AskAsync("/api/config")).ShouldBeJson().GetProperty("liveData").GetBoolean().Should().BeFalse();
        (await host.Client.PostJsonAsync("/api/workspaces", """{"title":"t","data":{}}""")).ShouldBeJson("the store has nothing to do with it");

        await using var socket = await StreamSocket.ConnectAsync(host.Address, "?symbols=AAPL");
        (await socket.ReceiveAsync()).GetProperty("type").GetString().Should().Be("open");
        (await socket.ReceiveAsync("status")).GetProperty("liveData").GetBoolean().Should().BeFalse();
        var next = await socket.ReceiveAsync();
        next.GetProperty("type").GetString().Should().Be("heartbeat", "connections stay, with heartbeats only");

        await using var events = await EventStream.OpenAsync(host.Client, "/api/stream?symbols=AAPL");
        (await events.ReadAsync())!.Name.Should().Be("open");
        var status = (await events.ReadAsync())!;
        status.Name.Should().Be("status");
        status.Json.GetProperty("liveData").GetBoolean().Should().BeFalse();
        var heartbeat = (await events.ReadAsync())!;
        heartbeat.Name.Should().Be("heartbeat");
        heartbeat.Json.GetProperty("ts").GetInt64().Should().BePositive();
    }

    [Fact]
    public async Task Settings_EditedWhileItRuns_SwitchOffAndOnAgain()
    {
        using var folder = new ContentFolder();
        folder.Write("appsettings.json", Settings(liveData: true));
        await using var host = await HostProcess.StartAsync(null, folder);
        (await host.Client.AskAsync("/api/market?symbol=AAPL")).ShouldBeJson();
        await using var socket = await StreamSocket.ConnectAsync(host.Address, "?symbols=AAPL&interval=250");
        await socket.ReceiveUpdateAsync("AAPL");

        folder.Write("appsettings.json", Settings(liveData: false));
        (await socket.ReceiveAsync(m => m.GetProperty("type").GetString() == "status" && !m.GetProperty("liveData").GetBoolean()))
            .GetProperty("demo").GetBoolean().Should().BeTrue();

        await using (var late = await StreamSocket.ConnectAsync(host.Address, "?symbols=AAPL&interval=250"))
        {
            // What was known last, once, then nothing but heartbeats.
            (await late.ReceiveUpdateAsync("AAPL")).GetProperty("price").GetDecimal().Should().BePositive();
            (await late.ReceiveAsync(m => m.GetProperty("type").GetString() is "price_update" or "heartbeat")).GetProperty("type").GetString().Should().Be("heartbeat");
        }

        var cached = await host.Client.AskAsync("/api/market?symbol=AAPL");
        cached.ShouldBeJson();
        cached.Header("Cache-Status").Should().MatchRegex("^MadLab; hit; ttl=-[0-9]+; detail=stale$");
        cached.CacheControl.Should().Be("no-store");
        cached.Header("CDN-Cache-Control").Should().BeNull();
        (await host.Client.AskAsync("/api/market?symbol=MSFT")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "LIVE_DATA_DISABLED");
        var partial = (await host.Client.PostJsonAsync("/api/market", """{"symbols":["AAPL","MSFT"],"type":"prices"}""")).ShouldBeJson();
        partial.GetProperty("results").GetProperty("AAPL").GetProperty("prices").GetArrayLength().Should().BePositive();
        partial.GetProperty("errors").GetProperty("MSFT").GetProperty("code").GetString().Should().Be("LIVE_DATA_DISABLED");
        (await host.Client.AskAsync("/api/market?symbols=AAPL,MSFT")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "LIVE_DATA_DISABLED")
            .GetProperty("errors").GetProperty("MSFT").GetProperty("code").GetString().Should().Be("LIVE_DATA_DISABLED");

        folder.Write("appsettings.json", Settings(liveData: true));
        await socket.ReceiveAsync(m => m.GetProperty("type").GetString() == "status" && m.GetProperty("liveData").GetBoolean());
        await socket.ReceiveUpdateAsync("AAPL");
        (await host.Client.AskAsync("/api/market?symbol=MSFT")).ShouldBeJson();
        (await host.Client.AskAsync("/api/market?symbol=AAPL")).CacheControl.Should().StartWith("public");
    }

    private static string Settings(bool liveData) => JsonSerializer.Serialize(new { MadLab = new { Market = new { LiveData = liveData } } });
}
