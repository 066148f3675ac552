using System.Net;
using System.Text;
using FluentAssertions;
using MadLab.Operator;
using MadLab.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Tests.Operator;

public sealed class OperatorEndpointTests
{
    private static readonly Dictionary<string, string?> Policy = new() { ["MadLab:OperatorPolicy"] = "ops" };

    [Theory]
    [InlineData("GET", "/api/operator")]
    [InlineData("PUT", "/api/operator/live-data")]
    [InlineData("PUT", "/api/operator/stream-mode")]
    [InlineData("DELETE", "/api/operator/cache")]
    public async Task Any_NoPolicyNamed_IsNotMapped(string method, string path)
    {
        await using var host = await OpsHost.StartAsync();

        using var response = await SendAsync(host, method, path);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("GET", "/api/operator")]
    [InlineData("PUT", "/api/operator/live-data")]
    [InlineData("PUT", "/api/operator/stream-mode")]
    [InlineData("DELETE", "/api/operator/cache")]
    public async Task Any_CallerOutsideThePolicy_IsRefused(string method, string path)
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);

        using var nobody = await SendAsync(host, method, path, user: null);
        using var guest = await SendAsync(host, method, path, role: "guest");

        nobody.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        guest.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        host.Cache.Removals.Should().BeEmpty();
    }

    [Fact]
    public async Task Any_HostAllowsAnonymousOnEverything_StaysUnderItsPolicy()
    {
        await using var host = await OpsHost.StartAsync(settings: Policy, endpoints: group => group.AllowAnonymous());

        using var metrics = await SendAsync(host, "GET", "/api/metrics", user: null);
        using var switches = await SendAsync(host, "GET", "/api/operator", user: null);

        metrics.StatusCode.Should().Be(HttpStatusCode.OK);
        switches.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Start_PolicyIsNotRegistered_FailsNamingTheCure()
    {
        var start = () => OpsHost.StartAsync(settings: new Dictionary<string, string?> { ["MadLab:OperatorPolicy"] = "nobody" });

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*'nobody'*AddPolicy*");
    }

    [Fact]
    public async Task Get_NothingSet_ListsTheSwitches()
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);

        using var response = await SendAsync(host, "GET", "/api/operator");

        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await response.Content.ReadAsStringAsync()).Should().Be(
            """{"switches":[{"name":"live-data","value":null,"since":null,"by":null},{"name":"stream-mode","value":null,"since":null,"by":null}]}""");
    }

    [Fact]
    public async Task PutLiveData_False_SwitchesOffShowsAuditsAndPersists()
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);

        using var response = await SendAsync(host, "PUT", "/api/operator/live-data", """{"enabled":false}""");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().Be(
            """{"name":"live-data","value":false,"since":"2024-01-02T15:00:00.000Z","by":"ann","persisted":true}""");
        host.LiveData.IsOn.Should().BeFalse();
        host.Settings.Find("live-data").Should().Be(new OperatorSetting("live-data", "false", "ann", host.Clock.GetUtcNow()));
        host.Logs.Of(OperatorAudit.Category).Should().Equal("ann set live-data from null to false.");
        using var list = await SendAsync(host, "GET", "/api/operator");
        (await OpsHost.ReadJsonAsync(list)).GetProperty("switches")[0].GetRawText().Should().Be(
            """{"name":"live-data","value":false,"since":"2024-01-02T15:00:00.000Z","by":"ann"}""");
        var health = await host.GetJsonAsync("/api/health");
        health.GetProperty("status").GetString().Should().Be("degraded");
        health.GetProperty("switches").GetRawText().Should().Be("""[{"name":"live-data","value":false,"since":"2024-01-02T15:00:00.000Z"}]""");
        (await host.GetJsonAsync("/api/config")).GetProperty("liveData").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("null", null)]
    public async Task PutLiveData_TrueOrNull_LiftsOnlyTheOperatorsFalse(string enabled, bool? expected)
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);
        using var off = await SendAsync(host, "PUT", "/api/operator/live-data", """{"enabled":false}""");

        using var lifted = await SendAsync(host, "PUT", "/api/operator/live-data", $$"""{"enabled":{{enabled}},"extra":1}""");

        lifted.StatusCode.Should().Be(HttpStatusCode.OK);
        host.LiveData.Operator.Should().Be(expected);
        host.LiveData.IsOn.Should().BeTrue();
        host.LiveData.Configured = false;
        host.LiveData.IsOn.Should().BeFalse();
    }

    [Fact]
    public async Task PutStreamMode_AMode_ReachesTheClients()
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);

        using var set = await SendAsync(host, "PUT", "/api/operator/stream-mode", """{"mode":"Polling"}""");

        (await OpsHost.ReadJsonAsync(set)).GetProperty("value").GetString().Should().Be("polling");
        (await host.GetJsonAsync("/api/config")).GetProperty("streamMode").GetString().Should().Be("polling");
        (await host.GetJsonAsync("/api/health")).GetProperty("switches")[0].GetProperty("value").GetString().Should().Be("polling");

        using var lifted = await SendAsync(host, "PUT", "/api/operator/stream-mode", """{"mode":null}""");

        (await host.GetJsonAsync("/api/config")).GetProperty("streamMode").GetString().Should().Be("auto");
        (await host.GetJsonAsync("/api/health")).GetProperty("switches").GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("live-data", "")]
    [InlineData("live-data", "{")]
    [InlineData("live-data", "[]")]
    [InlineData("live-data", "null")]
    [InlineData("live-data", "{}")]
    [InlineData("live-data", """{"enabled":"false"}""")]
    [InlineData("live-data", """{"enabled":0}""")]
    [InlineData("stream-mode", "{}")]
    [InlineData("stream-mode", """{"mode":"carrier-pigeon"}""")]
    [InlineData("stream-mode", """{"mode":7}""")]
    public async Task Put_BadBody_IsRefusedAndChangesNothing(string name, string body)
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);

        using var response = await SendAsync(host, "PUT", "/api/operator/" + name, body);

        await ExpectProblemAsync(response, HttpStatusCode.BadRequest, "INVALID_BODY");
        host.Settings.Find(name).Should().BeNull();
        host.Logs.Of(OperatorAudit.Category).Should().BeEmpty();
    }

    [Fact]
    public async Task Put_BodyOverTheLimit_Is413()
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);

        using var response = await SendAsync(host, "PUT", "/api/operator/live-data", $$"""{"enabled":false,"x":"{{new string('x', 5000)}}"}""");

        await ExpectProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE");
        host.LiveData.IsOn.Should().BeTrue();
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Put_NotJson_Is415(string contentType)
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);

        using var response = await SendAsync(host, "PUT", "/api/operator/live-data", "enabled=false", contentType: contentType);

        await ExpectProblemAsync(response, HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Fact]
    public async Task Put_Nothing_Is400()
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);

        using var response = await SendAsync(host, "PUT", "/api/operator/live-data", null, contentType: "");

        await ExpectProblemAsync(response, HttpStatusCode.BadRequest, "INVALID_BODY");
    }

    [Fact]
    public async Task Put_CallerWithoutAName_IsAuditedByTheSubject()
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);
        using var request = Request("PUT", "/api/operator/live-data", """{"enabled":false}""");
        request.Headers.Add("X-Sub", "7f3a");
        request.Headers.Add("X-Role", "ops");

        using var response = await host.Client.SendAsync(request);

        host.Logs.Of(OperatorAudit.Category).Should().Equal("7f3a set live-data from null to false.");
    }

    [Fact]
    public async Task PutLiveData_StoreDown_IsInForceAndSavedOnceTheStoreIsBack()
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);
        host.Settings.IsDown = true;

        using var response = await SendAsync(host, "PUT", "/api/operator/live-data", """{"enabled":false}""");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await OpsHost.ReadJsonAsync(response)).GetProperty("persisted").GetBoolean().Should().BeFalse();
        host.LiveData.IsOn.Should().BeFalse();

        host.Settings.IsDown = false;
        await Eventually.BeTrueAsync(() =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            return host.Settings.Find("live-data") is { Value: "false" };
        });
    }

    [Fact]
    public async Task PutLiveData_StoreNotDurable_SaysSo()
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);
        host.Store.IsDurable = false;

        using var response = await SendAsync(host, "PUT", "/api/operator/live-data", """{"enabled":false}""");

        (await OpsHost.ReadJsonAsync(response)).GetProperty("persisted").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task Start_SettingsOfAnEarlierRun_AreInForceBeforeTheFirstRequest()
    {
        var since = new DateTimeOffset(2023, 12, 24, 18, 0, 0, TimeSpan.Zero);
        var store = new FakeSettingStore();
        store.Seed(new OperatorSetting("live-data", "false", "bob", since));
        store.Seed(new OperatorSetting("stream-mode", "sse", "bob", since));
        store.Seed(new OperatorSetting("of-another-version", "1", "bob", since));

        await using var host = await OpsHost.StartAsync(services => services.AddSingleton(store), Policy);

        host.LiveData.IsOn.Should().BeFalse();
        (await host.GetJsonAsync("/api/config")).GetProperty("streamMode").GetString().Should().Be("sse");
        using var list = await SendAsync(host, "GET", "/api/operator");
        (await OpsHost.ReadJsonAsync(list)).GetProperty("switches")[0].GetRawText().Should().Be(
            """{"name":"live-data","value":false,"since":"2023-12-24T18:00:00.000Z","by":"bob"}""");
    }

    [Fact]
    public async Task Start_StoreDown_StartsAndLoadsOnceItIsBack()
    {
        var store = new FakeSettingStore { IsDown = true };
        store.Seed(new OperatorSetting("live-data", "false", "bob", DateTimeOffset.UnixEpoch));
        store.Seed(new OperatorSetting("stream-mode", "sse", "bob", DateTimeOffset.UnixEpoch));
        await using var host = await OpsHost.StartAsync(services => services.AddSingleton(store), Policy);
        host.LiveData.IsOn.Should().BeTrue();
        using var newer = await SendAsync(host, "PUT", "/api/operator/stream-mode", """{"mode":"polling"}""");

        store.IsDown = false;
        await Eventually.BeTrueAsync(() =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            return !host.LiveData.IsOn && store.Find("stream-mode")!.Value == "polling";
        });

        (await host.GetJsonAsync("/api/config")).GetProperty("streamMode").GetString().Should().Be("polling", "what was said since the start wins");
    }

    [Fact]
    public async Task Stop_WhileTheStoreIsDown_DoesNotWaitForIt()
    {
        var store = new FakeSettingStore { IsDown = true };
        await using var host = await OpsHost.StartAsync(services => services.AddSingleton(store), Policy);

        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));

        host.Logs.Of(typeof(OperatorSettingsKeeper).FullName!).Should().ContainSingle();
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData("?symbol=aapl", "AAPL", null)]
    [InlineData("?type=KPIS", null, "kpis")]
    [InlineData("?symbol=M%26M.NS&type=prices", "M&M.NS", "prices")]
    public async Task DeleteCache_Filters_ReachTheCache(string query, string? symbol, string? type)
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);

        using var response = await SendAsync(host, "DELETE", "/api/operator/cache" + query);

        (await response.Content.ReadAsStringAsync()).Should().Be("""{"removed":3}""");
        host.Cache.Removals.Should().Equal((symbol is null ? null : Symbol.Parse(symbol), type));
        host.Logs.Of(OperatorAudit.Category).Should().Equal($"ann removed 3 answers from the cache (symbol {symbol ?? "any"}, type {type ?? "any"}).");
    }

    [Theory]
    [InlineData("?symbol=..", "INVALID_SYMBOL")]
    [InlineData("?symbol=", "INVALID_SYMBOL")]
    [InlineData("?symbol=AAPL&symbol=MSFT", "INVALID_SYMBOL")]
    [InlineData("?type=gossip", "UNKNOWN_TYPE")]
    [InlineData("?type=", "UNKNOWN_TYPE")]
    public async Task DeleteCache_BadFilter_RemovesNothing(string query, string code)
    {
        await using var host = await OpsHost.StartAsync(settings: Policy);

        using var response = await SendAsync(host, "DELETE", "/api/operator/cache" + query);

        await ExpectProblemAsync(response, HttpStatusCode.BadRequest, code);
        host.Cache.Removals.Should().BeEmpty();
    }

    [Theory]
    [InlineData("ann\r\nbob set live-data", "ann??bob set live-data")]
    [InlineData("", "unknown")]
    public void NameOf_HostileName_CannotForgeALine(string name, string expected)
    {
        var user = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity([new(System.Security.Claims.ClaimTypes.Name, name)], "test"));

        OperatorAudit.NameOf(user).Should().Be(expected);
    }

    private static async Task ExpectProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        response.StatusCode.Should().Be(status);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        var body = await OpsHost.ReadJsonAsync(response);
        body.GetProperty("code").GetString().Should().Be(code);
        body.GetProperty("error").GetString().Should().NotBeEmpty();
    }

    private static async Task<HttpResponseMessage> SendAsync(
        OpsHost host, string method, string path, string? body = null, string? user = "ann", string role = "ops", string contentType = "application/json")
    {
        using var request = Request(method, path, body, contentType);
        if (user is not null)
        {
            request.Headers.Add("X-User", user);
            request.Headers.Add("X-Role", role);
        }

        return await host.Client.SendAsync(request);
    }

    private static HttpRequestMessage Request(string method, string path, string? body, string contentType = "application/json") => new(new HttpMethod(method), path)
    {
        Content = body is null ? null : new StringContent(body, Encoding.UTF8, contentType),
    };
}
