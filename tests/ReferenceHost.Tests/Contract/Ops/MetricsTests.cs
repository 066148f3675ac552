using System.Diagnostics;
using System.Text.Json;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Ops;

/// <summary>Metrics of real traffic, under the names that dashboards read.</summary>
public sealed class MetricsTests
{
    private static readonly string[] Timers =
    [
        "market:GET", "market:POST", "ws:tick", "templates:GET", "templates:POST", "templates:DELETE",
        "workspaces:GET", "workspaces:POST", "workspaces:PUT", "workspaces:DELETE",
    ];

    private static readonly string[] Counters =
    [
        "ws:connections", "ws:connections:closed", "ws:messages:sent", "ws:messages:recv", "ws:subscriptions", "ws:bad_messages", "ws:stream:errors",
        "ws:queue:coalesced", "ws:queue:flushed", "stream:ticks", "market:data_quality:issues", "market:data_validation:errors", "market:cache:hits",
        "market:cache:misses", "market:cache:stale", "market:cache:evictions", "market:cache:shared",
    ];

    [Fact]
    public async Task Metrics_OfAFirstRun_HaveEveryNameAndShape()
    {
        await using var host = await HostProcess.StartAsync();

        var answer = await host.Client.AskAsync("/api/metrics");

        answer.CacheControl.Should().Be("no-store");
        var metrics = answer.ShouldBeJson();
        metrics.EnumerateObject().Select(p => p.Name).Should().Contain(["timers", "counters", "rates", "errors", "ws", "memory", "ts"]);
        var timers = metrics.GetProperty("timers").EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!);
        timers.Keys.Should().Contain(Timers);
        timers["market:GET"].EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo("name", "count", "p50", "p90", "p95", "p99", "max", "avg");
        var counters = metrics.GetProperty("counters").EnumerateArray().Select(c => c.GetProperty("name").GetString()!).ToList();
        counters.Should().OnlyHaveUniqueItems().And.Contain(Counters).And.Contain(Timers.SelectMany(t => new[] { $"{t}:count", $"{t}:errors" }));
        metrics.GetProperty("rates").EnumerateArray().Should().OnlyContain(r => r.EnumerateObject().Count() == 4 && r.GetProperty("windowSec").GetDouble() > 0);
        metrics.GetProperty("errors").EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo("totalErrors", "errorsByCategory", "errorsBySeverity", "recentErrors");
        metrics.GetProperty("errors").GetProperty("recentErrors").ValueKind.Should().Be(JsonValueKind.Number);
        metrics.GetProperty("ws").EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo(
            "connections", "connectionsClosed", "messagesSentRate", "messagesRecvRate", "subscriptionsTotal", "streamErrors", "errors", "badMessages");
        metrics.GetProperty("ws").GetProperty("messagesSentRate").EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo("perSec", "windowSec", "countInWindow");
        metrics.GetProperty("memory").GetProperty("heapUsed").GetInt64().Should().BePositive();
        metrics.GetProperty("memory").GetProperty("rss").GetInt64().Should().BePositive();
        metrics.GetProperty("ts").ValueKind.Should().Be(JsonValueKind.Number);
    }

    [Fact]
    public async Task Metrics_AfterTraffic_HaveCountedIt()
    {
        await using var host = await HostProcess.StartAsync();
        await using (var gone = await StreamSocket.ConnectAsync(host.Address))
        {
            await gone.Socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        }

        await using var socket = await StreamSocket.ConnectAsync(host.Address, "?symbols=AAPL&interval=250");
        await socket.SendAsync("""{"type":"subscribe","symbols":["MSFT","IBM"]}""");
        await socket.SendAsync("bad");
        await socket.ReceiveAsync("error");
        await socket.ReceiveUpdateAsync("IBM");
        await host.Client.PostJsonAsync("/api/market", """{"symbols":["AAPL"]}""");
        await host.Client.PostJsonAsync("/api/market", "{");
        await host.Client.PostJsonAsync("/api/workspaces", """{"title":"t","data":{}}""");
        await host.Client.AskAsync("/api/templates?name=nobody");
        await host.Client.AskAsync("/api/market?symbol=!!");

        var metrics = await Eventually.AskAsync(
            async () => (await host.Client.AskAsync("/api/metrics")).ShouldBeJson(), m => m.GetProperty("ws").GetProperty("connectionsClosed").GetInt64() == 1);

        var counters = metrics.GetProperty("counters").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!, c => c.GetProperty("value").GetInt64());
        counters["market:POST:count"].Should().Be(2);
        counters["market:POST:errors"].Should().Be(1);
        counters["market:GET:errors"].Should().Be(1);
        counters["workspaces:POST:count"].Should().Be(1);
        counters["workspaces:POST:errors"].Should().Be(0);
        counters["templates:GET:errors"].Should().Be(1);
        counters["ws:bad_messages"].Should().Be(1);
        counters["ws:messages:recv"].Should().Be(2);
        counters["ws:messages:sent"].Should().BeGreaterThan(4);
        counters["ws:subscriptions"].Should().Be(3);
        counters["ws:connections:closed"].Should().Be(1);
        counters["stream:ticks"].Should().BePositive();
        var ws = metrics.GetProperty("ws");
        ws.GetProperty("connections").GetInt64().Should().Be(1, "the number open now");
        ws.GetProperty("badMessages").GetInt64().Should().Be(1);
        ws.GetProperty("subscriptionsTotal").GetInt64().Should().Be(3);
        var timer = metrics.GetProperty("timers").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "market:POST");
        timer.GetProperty("count").GetInt64().Should().Be(2);
        timer.GetProperty("p50").GetDouble().Should().BePositive().And.BeLessThanOrEqualTo(timer.GetProperty("max").GetDouble() * 1.01);
        metrics.GetProperty("errors").GetProperty("totalErrors").GetInt64().Should().BeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task Metrics_AskedAsText_AreInPrometheusFormat()
    {
        await using var host = await HostProcess.StartAsync();
        await host.Client.AskAsync("/api/market?symbol=AAPL");
        await host.Client.PostJsonAsync("/api/workspaces", """{"title":"t","data":{}}""");

        (string Path, string Accept)[] ways =
        [
            ("/api/metrics?format=prometheus", "*/*"), ("/api/metrics", "text/plain"), ("/api/metrics", "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"),
        ];
        foreach (var (path, accept) in ways)
        {
            var answer = await host.Client.AskAsync(path, ("Accept", accept));

            answer.ContentHeaders.ContentType!.MediaType.Should().Be("text/plain", accept);
            answer.Text.Should().Contain("# TYPE madlab_request_duration_seconds histogram").And.Contain("madlab_request_duration_seconds_count{").And.EndWith("\n");
            answer.CacheControl.Should().Be("no-store");
            await PromtoolShouldAcceptAsync(answer.Text);
        }

        (await host.Client.AskAsync("/api/metrics", ("Accept", "application/json"))).ShouldBeJson();
        (await host.Client.AskAsync("/api/metrics", ("Accept", "*/*"))).ShouldBeJson();
    }

    // The official checker, where this machine has it; the grammar itself is tested with the registry.
    private static async Task PromtoolShouldAcceptAsync(string text)
    {
        var tool = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, "promtool")).FirstOrDefault(File.Exists);
        if (tool is null)
        {
            return;
        }

        using var process = Process.Start(new ProcessStartInfo(tool, ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
        var said = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        said.Should().BeEmpty();
        process.ExitCode.Should().Be(0);
    }
}
