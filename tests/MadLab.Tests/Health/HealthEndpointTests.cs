using System.Net;
using System.Text.Json;
using FluentAssertions;
using MadLab.Health;
using MadLab.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace MadLab.Tests.Health;

public sealed class HealthEndpointTests
{
    [Fact]
    public async Task Get_AllIsWell_HasTheContractsShape()
    {
        await using var host = await OpsHost.StartAsync();
        var at = new DateTimeOffset(2024, 1, 2, 14, 0, 0, TimeSpan.Zero);
        host.Market.Providers[0] = FakeMarketData.Provider("acme") with { Latency = TimeSpan.FromMilliseconds(12.5), LastError = MarketErrorKind.Timeout, LastErrorAt = at };
        var streaming = host.Services.GetRequiredService<FakeStreamingStatus>();
        streaming.Connections = 3;
        streaming.Symbols = 2;

        using var response = await host.Client.GetAsync("/api/health");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().Be("application/json");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        var body = await OpsHost.ReadJsonAsync(response);
        body.EnumerateObject().Select(p => p.Name).Should().Equal(
            "status", "time", "provider", "providers", "liveData", "demo", "streaming", "metrics", "db", "dbMode", "switches", "warnings", "version");
        Text(body, "status").Should().Be("ok");
        Text(body, "time").Should().Be("2024-01-02T15:00:00.000Z");
        Text(body, "provider").Should().Be("available");
        body.GetProperty("providers")[0].GetRawText().Should().Be(
            """{"name":"acme","status":"available","capabilities":["prices","quoteStream"],"latencyMs":12.5,"lastError":{"code":"UPSTREAM_TIMEOUT","at":"2024-01-02T14:00:00.000Z"}}""");
        body.GetProperty("liveData").GetBoolean().Should().BeTrue();
        body.GetProperty("demo").GetBoolean().Should().BeFalse();
        body.GetProperty("streaming").GetRawText().Should().Be("""{"connections":3,"symbols":2}""");
        body.GetProperty("metrics").EnumerateObject().Select(p => p.Name).Should().Equal("timers", "counters", "rates", "ts");
        Text(body, "db").Should().Be("ok");
        Text(body, "dbMode").Should().Be("db");
        body.GetProperty("switches").GetArrayLength().Should().Be(0);
        body.GetProperty("warnings").GetArrayLength().Should().Be(0);
        Text(body, "version").Should().MatchRegex(@"^\d+\.\d+\.\d+[^+]*$");
    }

    [Fact]
    public async Task Get_WithSomethingToKnowOf_NamesItAndStaysWell()
    {
        var (late, quiet) = (new Note { Code = "CLOCK_LATE" }, new Note());
        await using var host = await OpsHost.StartAsync(services => services.AddSingleton<IHealthWarning>(late).AddSingleton<IHealthWarning>(quiet).AddSingleton<IReadiness>(late));

        await ExpectAsync(host, HttpStatusCode.OK, "ok", body => body.GetProperty("warnings").GetRawText().Should().Be("""["CLOCK_LATE"]"""));
        (await ReadyAsync(host)).Should().Be(HttpStatusCode.OK);
        late.IsReady = false;
        (await ReadyAsync(host)).Should().Be(HttpStatusCode.ServiceUnavailable);
        await ExpectAsync(host, HttpStatusCode.OK, "ok", static _ => { });
    }

    [Fact]
    public async Task Get_StoreDown_SaysWhyInTheStoresWordsAlone()
    {
        await using var host = await OpsHost.StartAsync();
        host.Store.Check = _ => throw new StoreException(StoreErrorKind.Unavailable, "The disk is full.");

        await ExpectAsync(host, HttpStatusCode.OK, "degraded", body => Text(body, "dbError").Should().Be("The disk is full."));
    }

    [Fact]
    public async Task Get_StoreFailsWithWhatIsNoAnswer_DoesNotRepeatIt()
    {
        await using var host = await OpsHost.StartAsync();
        host.Store.Check = _ => throw new InvalidOperationException("hunter2");

        await ExpectAsync(host, HttpStatusCode.OK, "degraded", body =>
        {
            Text(body, "db").Should().Be("down");
            body.TryGetProperty("dbError", out _).Should().BeFalse();
        });
    }

    [Theory]
    [InlineData(true, false, """{"status":"ok","lastSuccess":"2024-01-02T03:00:00.000Z"}""")]
    [InlineData(true, true, """{"status":"failing","lastSuccess":"2024-01-02T03:00:00.000Z"}""")]
    [InlineData(false, false, """{"status":"ok","lastSuccess":"2024-01-02T03:00:00.000Z"}""")]
    public async Task Get_Backups_ShowsHowTheyAreAndStaysOk(bool isScheduled, bool isFailing, string expected)
    {
        var backup = new FakeBackupStatus { IsScheduled = isScheduled, LastSuccess = new DateTimeOffset(2024, 1, 2, 3, 0, 0, TimeSpan.Zero), IsFailing = isFailing };
        await using var host = await OpsHost.StartAsync(services => services.AddSingleton<IStoreBackupStatus>(backup));

        await ExpectAsync(host, HttpStatusCode.OK, "ok", body => body.GetProperty("backup").GetRawText().Should().Be(expected));
    }

    [Fact]
    public async Task Get_ProviderNeverCalled_LeavesOutLatencyAndError()
    {
        await using var host = await OpsHost.StartAsync();

        var provider = (await host.GetJsonAsync("/api/health")).GetProperty("providers")[0];

        provider.EnumerateObject().Select(p => p.Name).Should().Equal("name", "status", "capabilities");
    }

    [Fact]
    public async Task Get_OneOfTwoProvidersUnavailable_IsDegradedAndAvailable()
    {
        await using var host = await OpsHost.StartAsync();
        host.Market.Providers.Add(FakeMarketData.Provider("spare", ProviderState.Unavailable));

        await ExpectAsync(host, HttpStatusCode.OK, "degraded", body => Text(body, "provider").Should().Be("available"));
    }

    [Fact]
    public async Task Get_AllProvidersUnavailable_IsDegradedAndStillReady()
    {
        await using var host = await OpsHost.StartAsync();
        host.Market.Providers[0] = FakeMarketData.Provider("acme", ProviderState.Unavailable);

        await ExpectAsync(host, HttpStatusCode.OK, "degraded", body => Text(body, "provider").Should().Be("unavailable"));
        (await ReadyAsync(host)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_LiveDataOffByConfiguration_IsDegradedAndShowsTheSwitch()
    {
        await using var host = await OpsHost.StartAsync();
        host.LiveData.Configured = false;
        host.LiveData.Since = host.Clock.GetUtcNow();

        await ExpectAsync(host, HttpStatusCode.OK, "degraded", body =>
        {
            body.GetProperty("liveData").GetBoolean().Should().BeFalse();
            body.GetProperty("switches").GetRawText().Should().Be("""[{"name":"live-data","value":false,"since":"2024-01-02T15:00:00.000Z"}]""");
        });
    }

    [Fact]
    public async Task Get_DatabaseDown_IsDegradedAndStillReady()
    {
        await using var host = await OpsHost.StartAsync();
        host.Store.Check = _ => throw new StoreException(StoreErrorKind.Unavailable, "The database cannot be reached.", new InvalidOperationException("secret-host does not answer"));

        await ExpectAsync(host, HttpStatusCode.OK, "degraded", body =>
        {
            Text(body, "db").Should().Be("down");
            body.GetRawText().Should().NotContain("secret-host");
        });
        (await ReadyAsync(host)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_MemoryStore_IsOkWithoutAsking()
    {
        await using var host = await OpsHost.StartAsync();
        host.Store.IsDatabase = false;
        host.Store.Check = _ => throw new InvalidOperationException("nobody asks memory");

        await ExpectAsync(host, HttpStatusCode.OK, "ok", body =>
        {
            Text(body, "db").Should().Be("ok");
            Text(body, "dbMode").Should().Be("memory");
        });
        host.Store.Checks.Should().Be(0);
    }

    [Fact]
    public async Task Get_NoProviderRegistered_IsErrorAndNotReady()
    {
        await using var host = await OpsHost.StartAsync();
        host.Market.Providers.Clear();

        await ExpectAsync(host, HttpStatusCode.ServiceUnavailable, "error", body => Text(body, "provider").Should().Be("unavailable"));
        (await ReadyAsync(host)).Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("/api/health/live")]
    [InlineData("/api/health/ready")]
    public async Task Probe_AllIsWell_IsOkAndTouchesNoStore(string path)
    {
        await using var host = await OpsHost.StartAsync();

        using var response = await host.Client.GetAsync(path);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await response.Content.ReadAsStringAsync()).Should().Be("""{"status":"ok"}""");
        host.Store.Checks.Should().Be(0);
    }

    [Theory]
    [InlineData("/api/health")]
    [InlineData("/api/health/live")]
    [InlineData("/api/health/ready")]
    public async Task Head_Health_AnswersAsGetWithoutABody(string path)
    {
        await using var host = await OpsHost.StartAsync();

        using var response = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentLength.Should().BePositive();
        (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Get_OnlyHealthIsRegistered_Answers()
    {
        await using var services = new ServiceCollection().AddMadLabHealth().BuildServiceProvider();

        var report = await services.GetRequiredService<HealthReporter>().ReportAsync(CancellationToken.None);

        report.Status.Should().Be("ok");
        report.Providers.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, HealthStatus.Healthy)]
    [InlineData(false, HealthStatus.Degraded)]
    public async Task HealthCheck_OfTheHost_SaysTheSame(bool live, HealthStatus expected)
    {
        await using var host = await OpsHost.StartAsync(services => services.AddHealthChecks().AddMadLab(tags: ["ready"]));
        host.LiveData.Configured = live;

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready"));

        report.Status.Should().Be(expected);
        report.Entries["madlab"].Data.Should().Contain("db", "ok").And.Contain("liveData", live);
    }

    [Fact]
    public async Task HealthCheck_CannotServe_IsTheFailureStatus()
    {
        await using var host = await OpsHost.StartAsync(services => services.AddHealthChecks().AddMadLab());
        host.Market.Providers.Clear();

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Status.Should().Be(HealthStatus.Unhealthy);
    }

    private static async Task ExpectAsync(OpsHost host, HttpStatusCode status, string word, Action<JsonElement> check)
    {
        using var response = await host.Client.GetAsync("/api/health");
        response.StatusCode.Should().Be(status);
        var body = await OpsHost.ReadJsonAsync(response);
        Text(body, "status").Should().Be(word);
        check(body);
    }

    private static async Task<HttpStatusCode> ReadyAsync(OpsHost host)
    {
        using var response = await host.Client.GetAsync("/api/health/ready");
        return response.StatusCode;
    }

    private static string Text(JsonElement body, string name) => body.GetProperty(name).GetString()!;

    private sealed class Note : IHealthWarning, IReadiness
    {
        public string? Code { get; init; }

        public bool IsReady { get; set; } = true;
    }
}
