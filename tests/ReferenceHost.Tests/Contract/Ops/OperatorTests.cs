using System.Net;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Ops;

/// <summary>The operator's switches in a composed host that signs people in.</summary>
public sealed class OperatorTests : IDisposable
{
    private static readonly (string, string) Ann = ("X-User", "ann");
    private static readonly string[] Policy = ["--MadLab:OperatorPolicy", "ops"];
    private readonly ContentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Endpoints_WithoutAPolicy_AreNotThere()
    {
        await using var host = await OperatedHost.StartAsync(_folder);

        (await host.Client.AskAsync("/api/operator", Ann)).Status.Should().Be(HttpStatusCode.NotFound);
        (await host.Client.PutJsonAsync("/api/operator/live-data", """{"enabled":false}""", Ann)).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Endpoints_UnderAPolicy_AreForItsPeopleAlone()
    {
        await using var host = await OperatedHost.StartAsync(_folder, Policy);

        (await host.Client.AskAsync("/api/operator")).Status.Should().Be(HttpStatusCode.Unauthorized, "loopback is no exception");
        (await host.Client.AskAsync("/api/operator", ("X-User", "bob"))).Status.Should().Be(HttpStatusCode.Forbidden);
        (await host.Client.AskAsync("/api/operator", Ann)).ShouldBeJson();
        (await host.Client.AskAsync("/api/market?symbol=ANY")).ShouldBeJson("the rest is as open as the host leaves it")[0].GetProperty("close").GetDecimal().Should().Be(10);
    }

    [Fact]
    public async Task LiveData_Off_ReachesMarketStreamsHealthAndConfig()
    {
        await using var host = await OperatedHost.StartAsync(_folder, Policy);
        (await host.Client.AskAsync("/api/market?symbol=CACHED")).ShouldBeJson();
        await using var socket = await StreamSocket.ConnectAsync(host.Address, "?symbols=ANY");
        await socket.ReceiveAsync("open");

        (await host.Client.PutJsonAsync("/api/operator/live-data", """{"enabled":false}""", Ann)).ShouldBeJson();

        (await socket.ReceiveAsync(m => m.GetProperty("type").GetString() == "status" && !m.GetProperty("liveData").GetBoolean())).GetProperty("demo").GetBoolean().Should().BeFalse();
        (await host.Client.AskAsync("/api/market?symbol=OTHER")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "LIVE_DATA_DISABLED");
        (await host.Client.AskAsync("/api/market?symbol=CACHED")).Header("Cache-Status").Should().EndWith("detail=stale");
        (await host.Client.AskAsync("/api/config")).ShouldBeJson().GetProperty("liveData").GetBoolean().Should().BeFalse();
        var health = await host.Client.AskAsync("/api/health");
        health.ShouldBeJson().GetProperty("liveData").GetBoolean().Should().BeFalse();
        health.Json.GetProperty("switches")[0].GetProperty("since").GetString().Should().EndWith("Z");
        health.Text.Should().NotContain("ann", "by whom is for operators alone");
        (await host.Client.AskAsync("/api/operator", Ann)).Text.Should().Contain("\"by\":\"ann\"");

        (await host.Client.PutJsonAsync("/api/operator/live-data", """{"enabled":null}""", Ann)).ShouldBeJson();
        await socket.ReceiveAsync(m => m.GetProperty("type").GetString() == "status" && m.GetProperty("liveData").GetBoolean());
        (await host.Client.AskAsync("/api/market?symbol=OTHER")).ShouldBeJson();
    }

    [Fact]
    public async Task LiveData_True_DoesNotLiftWhatTheConfigurationSays()
    {
        await using var host = await OperatedHost.StartAsync(_folder, [.. Policy, "--MadLab:Market:LiveData", "false"]);

        (await host.Client.PutJsonAsync("/api/operator/live-data", """{"enabled":true}""", Ann)).ShouldBeJson();

        (await host.Client.AskAsync("/api/market?symbol=ANY")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "LIVE_DATA_DISABLED");
    }

    [Fact]
    public async Task Switches_Set_OutlastARestart()
    {
        await using (var host = await OperatedHost.StartAsync(_folder, Policy))
        {
            (await host.Client.PutJsonAsync("/api/operator/live-data", """{"enabled":false}""", Ann)).ShouldBeJson().GetProperty("persisted").GetBoolean().Should().BeTrue();
            (await host.Client.PutJsonAsync("/api/operator/stream-mode", """{"mode":"polling"}""", Ann)).ShouldBeJson();
            (await host.StopAsync()).Should().Be(0);
        }

        await using (var again = await OperatedHost.StartAsync(_folder, Policy))
        {
            // Read from the store in the background: the host does not wait for a database to serve.
            await Eventually.AskAsync(async () => (await again.Client.AskAsync("/api/config")).Text, c => c.Contains("\"streamMode\":\"polling\"", StringComparison.Ordinal));
            (await again.Client.AskAsync("/api/config")).ShouldBeJson().GetProperty("liveData").GetBoolean().Should().BeFalse();
            (await again.Client.AskAsync("/api/operator", Ann)).Text.Should().Contain("\"by\":\"ann\"");
            (await again.Client.PutJsonAsync("/api/operator/live-data", """{"enabled":true}""", Ann)).ShouldBeJson();
            (await again.Client.PutJsonAsync("/api/operator/stream-mode", """{"mode":null}""", Ann)).ShouldBeJson();
        }

        await using var third = await OperatedHost.StartAsync(_folder, Policy);
        await Eventually.AskAsync(async () => (await third.Client.AskAsync("/api/operator", Ann)).Text, o => o.Contains("\"value\":true", StringComparison.Ordinal));
        (await third.Client.AskAsync("/api/config")).ShouldBeJson().GetProperty("streamMode").GetString().Should().Be("auto");
        (await third.Client.AskAsync("/api/market?symbol=ANY")).ShouldBeJson();
    }

    [Fact]
    public async Task Cache_Delete_RemovesWhatIsAsked()
    {
        await using var host = await OperatedHost.StartAsync(_folder, Policy);
        foreach (var path in new[] { "symbol=A", "symbol=B", "symbol=C", "symbol=A&range=1Y", "type=correlation&symbols=A,B" })
        {
            (await host.Client.AskAsync($"/api/market?{path}")).ShouldBeJson(path);
        }

        var ofCorrelation = await RemovedAsync(host, "?type=correlation");
        var ofA = await RemovedAsync(host, "?symbol=a&type=prices");
        var rest = await RemovedAsync(host, "");

        ofCorrelation.Should().Be(1);
        ofA.Should().BeGreaterThanOrEqualTo(2);
        rest.Should().BeGreaterThanOrEqualTo(2);
        (await host.Client.AskAsync("/api/market?symbol=C")).Header("Cache-Status").Should().Be("MadLab; fwd=miss");
        (await host.Client.RemoveAsync("/api/operator/cache?symbol=!!", Ann)).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_SYMBOL");
        (await host.Client.RemoveAsync("/api/operator/cache?type=nonsense", Ann)).ShouldBeProblem(HttpStatusCode.BadRequest, "UNKNOWN_TYPE");
    }

    [Theory]
    [InlineData("/api/operator/live-data", """{}""")]
    [InlineData("/api/operator/live-data", """{"enabled":"false"}""")]
    [InlineData("/api/operator/live-data", """[]""")]
    [InlineData("/api/operator/stream-mode", """{"mode":"carrier pigeon"}""")]
    [InlineData("/api/operator/stream-mode", """{"mode":1}""")]
    [InlineData("/api/operator/stream-mode", """{""")]
    public async Task Put_WrongBody_IsRefused(string path, string body)
    {
        await using var host = await OperatedHost.StartAsync(_folder, Policy);

        (await host.Client.PutJsonAsync(path, body, Ann)).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_BODY", body);
    }

    [Fact]
    public async Task SignedInAnswers_ArePrivate()
    {
        await using var host = await OperatedHost.StartAsync(_folder, Policy);

        var mine = await host.Client.AskAsync("/api/market?symbol=ANY", Ann);
        var anybodys = await host.Client.AskAsync("/api/market?symbol=ANY");

        mine.CacheControl.Should().StartWith("private").And.NotContain("s-maxage");
        mine.Header("CDN-Cache-Control").Should().BeNull();
        anybodys.CacheControl.Should().StartWith("public");
    }

    private static async Task<int> RemovedAsync(OperatedHost host, string query) =>
        (await host.Client.RemoveAsync($"/api/operator/cache{query}", Ann)).ShouldBeJson().GetProperty("removed").GetInt32();
}
