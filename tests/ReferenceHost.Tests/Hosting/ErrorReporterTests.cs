using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using FluentAssertions;
using MadLab;
using MadLab.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

/// <summary>What a host's own reporter hears of failures.</summary>
public sealed class ErrorReporterTests : IDisposable
{
    private readonly ContentFolder _folder = new();
    private readonly Collector _collector = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/boom?owner=hunter2", "host")]
    [InlineData("/api/workspaces?limit=1&secret=hunter2", "workspaces")]
    public async Task Failure_IsReportedWithoutWhatAnybodySaid(string path, string area)
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        (await client.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.InternalServerError);

        var report = _collector.Reports.Should().ContainSingle().Subject;
        report.Area.Should().Be(area);
        report.Code.Should().Be("INTERNAL_ERROR");
        report.Types.Should().Equal("System.InvalidOperationException", "System.ArgumentException");
        report.Frames.Should().Contain(f => f.Contains(nameof(ErrorReporterTests), StringComparison.Ordinal));
        report.TraceId.Should().MatchRegex("^[0-9a-f]{32}$");
        System.Text.Json.JsonSerializer.Serialize(report).Should().NotContain("hunter2").And.NotContain("127.0.0.1").And.NotContain(".cs");
        await app.StopAsync();
    }

    [Fact]
    public async Task Refusals_AreNoFailures()
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        (await client.GetAsync("/api/market?symbol=..")).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await client.GetAsync("/nothing")).StatusCode.Should().Be(HttpStatusCode.NotFound);

        _collector.Reports.Should().BeEmpty();
        await app.StopAsync();
    }

    [Fact]
    public async Task Reporter_ThatFails_ChangesNoAnswer()
    {
        _collector.Fails = true;
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var answer = await client.GetAsync("/api/workspaces");

        answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("INTERNAL_ERROR");
        await app.StopAsync();
    }

    private async Task<WebApplication> StartAsync()
    {
        var app = MadLabHost.Build(
            ["--contentRoot", _folder.Path, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None", "--MadLab:Persistence:Mode", "memory"],
            lab =>
            {
                lab.Services.AddSingleton<IMadLabErrorReporter>(_collector);
                lab.Services.AddSingleton<IMadLabOwner, Thrower>();
            },
            static (app, _) => app.MapGet("/boom", static string () => throw Thrower.Failure()));
        await app.StartAsync();
        return app;
    }

    private sealed class Collector : IMadLabErrorReporter
    {
        public ConcurrentQueue<MadLabErrorReport> Reports { get; } = new();

        public bool Fails { get; set; }

        public void Report(MadLabErrorReport report)
        {
            Reports.Enqueue(report);
            if (Fails)
            {
                throw new InvalidOperationException("The collector is away.");
            }
        }
    }

    private sealed class Thrower : IMadLabOwner
    {
        public static InvalidOperationException Failure()
        {
            try
            {
                throw new ArgumentException("hunter2");
            }
            catch (ArgumentException e)
            {
                return new InvalidOperationException("hunter2", e);
            }
        }

        public ValueTask<string> GetOwnerAsync(ClaimsPrincipal caller, CancellationToken cancellationToken = default) => throw Failure();
    }
}
