using System.Diagnostics;
using System.Text.Json;
using FluentAssertions;
using MadLab.TestSupport;
using MadLab.Tool.Load;
using MadLab.Tool.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MadLab.Tool.Tests;

public sealed class LoadTests
{
    [Theory]
    [InlineData("ws", "messages a second")]
    [InlineData("market", "GET p99")]
    [InlineData("db", "CRUD p95")]
    public async Task Load_OfARealHost_MeasuresAndJudges(string kind, string budget)
    {
        await using var host = await LabHost.StartAsync();

        var run = await ToolRun.OfAsync("load", kind, host.Url, "--duration", "2", "--json");

        // Whether it is fast enough is the machine's affair; that nothing went wrong is ours.
        run.Json.GetProperty("errors").EnumerateObject().Should().BeEmpty();
        run.Json.GetProperty("answers").GetInt32().Should().BeGreaterThan(20);
        run.Json.GetProperty("budgets").EnumerateArray().Select(b => b.GetProperty("name").GetString()).Should().Contain(budget).And.Contain("errors");
        run.Json.GetProperty("latencyMs").GetProperty("p95").GetDouble().Should().BePositive();
        run.Code.Should().Be(run.Json.GetProperty("result").GetString() == "ok" ? 0 : 1);
        (run.Json.GetProperty("messages").GetInt64() > 0).Should().Be(kind == "ws");
        (await WorkspacesAsync(host)).Should().Be(0);
    }

    [Fact]
    public async Task HostThatStalls_IsSeenInEveryCallMeantToBeginMeanwhile()
    {
        var stall = new TaskCompletionSource();
        await using var host = await StubAsync(async context =>
        {
            await stall.Task;
            await context.Response.WriteAsync("[]");
        });
        var timer = Stopwatch.StartNew();
        using var release = new Timer(_ => stall.TrySetResult(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        var run = await ToolRun.OfAsync("load", "market", host.Address.ToString(), "--duration", "2", "--rate", "50", "--json");

        // One client after the other would have seen one long call and a hundred short ones.
        timer.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(1.5));
        run.Json.GetProperty("latencyMs").GetProperty("p95").GetDouble().Should().BeGreaterThan(500);
        run.Json.GetProperty("latencyMs").GetProperty("max").GetDouble().Should().BeGreaterThan(900);
        run.Code.Should().Be(1);
    }

    [Fact]
    public async Task HostThatRefuses_IsOutsideOfTheBudgetAndSaysWhy()
    {
        await using var host = await StubAsync(static context =>
        {
            context.Response.StatusCode = context.Request.Query["symbol"] == "AAPL" ? 429 : 503;
            return context.Response.WriteAsync("""{"code":"UPSTREAM_UNAVAILABLE"}""");
        });

        var run = await ToolRun.OfAsync("load", "market", host.Address.ToString(), "--duration", "1", "--symbols", "AAPL,MSFT");

        run.Code.Should().Be(1);
        run.Output.Should().Contain("x 503 UPSTREAM_UNAVAILABLE").And.Contain("x 429 RATE_LIMITED").And.Contain("DISABLE_RATE_LIMIT").And.Contain("nothing was answered").And.Contain("Outside of the budgets");
    }

    [Fact]
    public async Task Interrupted_LeavesNoDocument()
    {
        await using var host = await LabHost.StartAsync();
        using var stop = new CancellationTokenSource();
        var error = new StringWriter();
        var running = ToolRun.RunAsync(["load", "db", host.Url, "--duration", "60", "--rate", "20"], static _ => null, error, stop.Token);
        while (await WorkspacesAsync(host) == 0)
        {
            running.IsCompleted.Should().BeFalse(error.ToString());
        }

        await stop.CancelAsync();
        var run = await running.WaitAsync(TimeSpan.FromSeconds(60));

        run.Output.Should().Contain("Interrupted");
        (await WorkspacesAsync(host)).Should().Be(0);
    }

    [Theory]
    [InlineData("load market http://192.0.2.1", "--allow-remote")]
    [InlineData("load market http://127.0.0.1:9", "does not answer")]
    [InlineData("load disk http://127.0.0.1:9", "'disk'")]
    [InlineData("load ws http://127.0.0.1:9 --duration 0", "1 to 3600")]
    [InlineData("load ws http://127.0.0.1:9 --duration 3601", "1 to 3600")]
    [InlineData("load ws http://127.0.0.1:9 --duration soon", "1 to 3600")]
    [InlineData("load ws http://127.0.0.1:9 --rate 100000", "1 to 1000")]
    [InlineData("load ws http://127.0.0.1:9 --connections 501", "1 to 500")]
    [InlineData("load ws ftp://127.0.0.1", "not the address of a host")]
    [InlineData("load ws http://a:b@127.0.0.1", "user name or password")]
    [InlineData("load ws http://127.0.0.1:9 --symbols ,", "1 to 50")]
    [InlineData("load ws", "No host is named")]
    public async Task CommandLine_ThatCannotBeUsed_IsSaidInOneLine(string line, string said)
    {
        var run = await ToolRun.OfAsync(line.Split(' '));

        run.Code.Should().Be(2);
        run.Error.TrimEnd().Should().StartWith("madlab: ").And.Contain(said).And.NotContain("\n").And.NotContain("   at ");
        run.Output.Should().BeEmpty();
    }

    [Theory]
    [InlineData(299, 0, true)]
    [InlineData(301, 0, false)]
    [InlineData(100, 1, false)]
    public void Verdict_IsTheRunbooks(double ms, int errors, bool expected)
    {
        var tally = new LoadTally();
        for (var i = 0; i < 90; i++)
        {
            tally.Answered(TimeSpan.FromMilliseconds(ms));
        }

        for (var i = 0; i < errors; i++)
        {
            tally.Failed("x");
        }

        new LoadReport("market", new Uri("http://127.0.0.1/"), TimeSpan.FromSeconds(1), tally, false).IsMet.Should().Be(expected);
    }

    [Theory]
    [InlineData(50, 1, true)]
    [InlineData(49, 1, false)]
    [InlineData(0, 1, false)]
    public void Verdict_OfStreams_IsByMessages(int messages, int seconds, bool expected)
    {
        var tally = new LoadTally();
        for (var i = 0; i < messages; i++)
        {
            tally.Heard();
        }

        new LoadReport("ws", new Uri("http://127.0.0.1/"), TimeSpan.FromSeconds(seconds), tally, false).IsMet.Should().Be(expected);
    }

    [Fact]
    public void Percentiles_AreByNearestRank()
    {
        var tally = new LoadTally();
        foreach (var ms in Enumerable.Range(1, 100).Reverse())
        {
            tally.Answered(TimeSpan.FromMilliseconds(ms));
        }

        tally.Percentiles(0.5, 0.95, 0.99, 1).Should().Equal(50, 95, 99, 100);
        new LoadTally().Percentiles(0.5).Should().Equal((double?)null);
    }

    private static Task<KestrelApp> StubAsync(RequestDelegate market) => KestrelApp.StartAsync(static _ => { }, app =>
    {
        app.MapGet("/api/config", () => "{}");
        app.MapGet("/api/market", market);
    });

    private static async Task<int> WorkspacesAsync(LabHost host)
    {
        using var list = JsonDocument.Parse(await host.Client.GetStringAsync("/api/workspaces"));
        return list.RootElement.GetProperty("workspaces").GetArrayLength();
    }
}
