using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FluentAssertions;
using MadLab.Tests.Support;
using Xunit;

namespace MadLab.Tests.Metrics;

public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task Get_Json_HasTheContractsShape()
    {
        await using var host = await OpsHost.StartAsync();

        using var response = await host.Client.GetAsync("/api/metrics");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().Be("application/json");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        var body = await OpsHost.ReadJsonAsync(response);
        Names(body).Should().Equal("timers", "counters", "rates", "errors", "ws", "memory", "ts");
        Names(body.GetProperty("timers")[0]).Should().Equal("name", "count", "p50", "p90", "p95", "p99", "max", "avg");
        Names(body.GetProperty("counters")[0]).Should().Equal("name", "value");
        Names(body.GetProperty("rates")[0]).Should().Equal("name", "perSec", "windowSec", "countInWindow");
        Names(body.GetProperty("errors")).Should().Equal("totalErrors", "errorsByCategory", "errorsBySeverity", "recentErrors");
        Names(body.GetProperty("ws")).Should().Equal(
            "connections", "connectionsClosed", "messagesSentRate", "messagesRecvRate", "subscriptionsTotal", "streamErrors", "errors", "badMessages");
        Names(body.GetProperty("ws").GetProperty("messagesSentRate")).Should().Equal("perSec", "windowSec", "countInWindow");
        body.GetProperty("memory").GetProperty("heapUsed").GetInt64().Should().BePositive();
        body.GetProperty("memory").GetProperty("rss").GetInt64().Should().BePositive();
        body.GetProperty("ts").GetInt64().Should().Be(host.Clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Get_AfterRequests_CountsThem()
    {
        await using var host = await OpsHost.StartAsync();
        await host.GetJsonAsync("/api/metrics");
        using var head = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/metrics"));

        var body = await host.GetJsonAsync("/api/metrics");

        Value(body, "metrics:GET:count").Should().Be(2);
        Value(body, "metrics:GET:errors").Should().Be(0);
    }

    [Fact]
    public async Task Head_Metrics_HasTheHeadersOfGet()
    {
        await using var host = await OpsHost.StartAsync();

        using var response = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/metrics?format=prometheus"));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().Be("text/plain; version=0.0.4; charset=utf-8");
        response.Content.Headers.ContentLength.Should().BePositive();
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("*/*", false)]
    [InlineData("application/json", false)]
    [InlineData("application/json, text/plain, */*", false)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false)]
    [InlineData("text/plain;q=0", false)]
    [InlineData("nonsense;;;", false)]
    [InlineData("text/plain", true)]
    [InlineData("text/plain; version=0.0.4", true)]
    [InlineData("text/plain, application/json;q=0.5", true)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1", true)]
    [InlineData("application/openmetrics-text", true)]
    public async Task Get_Accept_ChoosesTheFormat(string? accept, bool text)
    {
        await using var host = await OpsHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/metrics");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await host.Client.SendAsync(request);

        response.Content.Headers.ContentType!.MediaType.Should().Be(text ? "text/plain" : "application/json");
        if (text)
        {
            PrometheusGrammar.Parse(await response.Content.ReadAsStringAsync()).Should().ContainKey("madlab_build_info");
        }
    }

    [Theory]
    [InlineData("format=prometheus", "application/json", "text/plain")]
    [InlineData("format=json", "text/plain", "application/json")]
    [InlineData("format=xml", "*/*", "application/json")]
    public async Task Get_Format_WinsOverAccept(string query, string accept, string expected)
    {
        await using var host = await OpsHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/metrics?" + query);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));

        using var response = await host.Client.SendAsync(request);

        response.Content.Headers.ContentType!.MediaType.Should().Be(expected);
    }

    [Fact]
    public async Task Post_Metrics_IsRefusedWithAllow()
    {
        await using var host = await OpsHost.StartAsync();

        using var response = await host.Client.PostAsync("/api/metrics", null);

        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.Should().BeEquivalentTo("GET", "HEAD");
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);

    private static long Value(JsonElement body, string counter) =>
        body.GetProperty("counters").EnumerateArray().Single(c => c.GetProperty("name").GetString() == counter).GetProperty("value").GetInt64();
}
