using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FluentAssertions;
using MadLab;
using MadLab.Hosting;
using MadLab.Hosting.Startup;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

/// <summary>Another company's host: a line of code on the same package gets the endpoints, the variables and the verbs.</summary>
public sealed class CustomHostTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ContentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_PrivateProvider_ServesItThroughEveryEndpoint()
    {
        _folder.Write("appsettings.json", """{"MadLab":{"Providers":{"acme":{"Price":"42"}}}}""");
        var started = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();

        var run = RunAsync(
            Args(),
            lab => lab.AddProvider<AcmeProvider>("acme"),
            (app, _) => app.Lifetime.ApplicationStarted.Register(() => started.SetResult(new Uri(app.Urls.Single()))),
            Around(("NEXT_PUBLIC_WS_URL", "/acme/ws"), ("DATABASE_URL", "file:acme.db")),
            stop.Token);
        using var client = new HttpClient { BaseAddress = await started.Task.WaitAsync(Patience) };

        var prices = await client.GetFromJsonAsync<JsonElement>("/api/market?symbol=ANY&range=1M");
        prices.EnumerateArray().Last().GetProperty("close").GetDecimal().Should().Be(42);
        var providers = await client.GetFromJsonAsync<JsonElement>("/api/market/providers");
        providers.EnumerateArray().Select(p => p.GetProperty("name").GetString()).Should().Equal("acme");
        var config = await client.GetFromJsonAsync<JsonElement>("/api/config");
        config.GetProperty("wsUrl").GetString().Should().Be("/acme/ws");
        config.GetProperty("demo").GetBoolean().Should().BeFalse();
        foreach (var path in new[] { "/", "/api/health", "/api/metrics", "/api/workspaces", "/api/templates", "/api/preferences", "/openapi/v1.json" })
        {
            using var answer = await client.GetAsync(path);
            answer.StatusCode.Should().Be(HttpStatusCode.OK, path);
        }

        await stop.CancelAsync();
        (await run.WaitAsync(Patience)).Should().Be(0);
        File.Exists(_folder.Of("acme.db")).Should().BeTrue();
    }

    [Fact]
    public async Task RunAsync_Verb_WorksInAnotherHostToo()
    {
        var output = new StringWriter();

        var code = await RunAsync(
            ["migrate", .. Args()], lab => lab.AddProvider<AcmeProvider>("acme"), null, Around(output, TextWriter.Null, ("DATABASE_URL", "file:acme.db")));

        code.Should().Be(0);
        output.ToString().Should().Contain("Applied ");
    }

    [Fact]
    public async Task RunAsync_ProviderThatCannotBeMade_StopsTheStart()
    {
        var error = new StringWriter();

        var code = await RunAsync(
            Args(),
            lab => lab.AddProvider("acme", _ => throw new InvalidOperationException("acme needs MadLab:Providers:acme:Key.")),
            null,
            Around(TextWriter.Null, error));

        code.Should().Be(2);
        error.ToString().TrimEnd().Should().Be("MadLab cannot start: acme needs MadLab:Providers:acme:Key.");
    }

    [Fact]
    public async Task RunAsync_BackgroundServiceFails_EndsWithExitCode1()
    {
        var error = new StringWriter();

        var code = await RunAsync(
            Args(), lab => lab.Services.AddHostedService<FailingService>(), null, Around(TextWriter.Null, error)).WaitAsync(Patience);

        code.Should().Be(1);
        error.ToString().TrimEnd().Should().Be("MadLab failed: The pump is dry.");
    }

    [Fact]
    public async Task RunAsync_RouteThatTheHostHasToo_StopsTheStart()
    {
        var error = new StringWriter();

        var code = await RunAsync(
            Args(), null, (app, _) => app.MapGet("/api/market", () => "mine"), Around(TextWriter.Null, error));

        code.Should().Be(2);
        error.ToString().TrimEnd().Should().Contain("/api/market").And.NotContain("\n");
    }

    [Fact]
    public async Task Build_HostsOwnEndpointThrows_AnswersAProblemWithoutDetails()
    {
        await using var app = MadLabHost.Build(Args(), map: (app, _) =>
            app.MapGet("/boom", string () => throw new InvalidOperationException("hunter2")));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var answer = await client.GetAsync("/boom");

        answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        var text = await answer.Content.ReadAsStringAsync();
        JsonDocument.Parse(text).RootElement.GetProperty("code").GetString().Should().Be("INTERNAL_ERROR");
        text.Should().NotContain("hunter2").And.NotContain("Exception");
        await app.StopAsync();
    }

    [Fact]
    public async Task Build_HostRequiresAuthorization_ReachesEveryEndpoint()
    {
        await using var app = MadLabHost.Build(
            Args(),
            lab =>
            {
                lab.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme).AddBearerToken();
                lab.Services.AddAuthorization();
            },
            (_, endpoints) =>
            {
                endpoints.RequireAuthorization();
                endpoints.Api.Health.AllowAnonymous();
            });
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        foreach (var path in new[] { "/api/market?symbol=A", "/api/stream", "/api/stream/ws", "/pages/api/stream", "/api/workspaces", "/api/metrics", "/api/config" })
        {
            using var refused = await client.GetAsync(path);
            refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized, path);
        }

        using var open = await client.GetAsync("/api/health/live");
        open.StatusCode.Should().Be(HttpStatusCode.OK);
        await app.StopAsync();
    }

    [Fact]
    public async Task Build_HostHasItsOwnPage_TakesThePlaceOfTheIndex()
    {
        await using var app = MadLabHost.Build(Args(), map: (app, _) => app.MapGet("/", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
            return "mine";
        }));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var answer = await client.GetAsync("/");

        (await answer.Content.ReadAsStringAsync()).Should().Be("mine");
        answer.Headers.GetValues("Content-Security-Policy").Should().Equal("default-src 'self'");
        await app.StopAsync();
    }

    private static Task<int> RunAsync(
        string[] args,
        Action<IMadLabBuilder>? configure,
        Action<WebApplication, MadLabHostEndpoints>? map,
        Surroundings around,
        CancellationToken cancellationToken = default) =>
        MadLabHost.RunAsync(new Composition(args, configure, map, around), cancellationToken);

    private static Surroundings Around(params (string Name, string Value)[] variables) => Around(TextWriter.Null, TextWriter.Null, variables);

    private static Surroundings Around(TextWriter output, TextWriter error, params (string Name, string Value)[] variables)
    {
        var values = variables.ToDictionary(v => v.Name, v => v.Value);
        return new Surroundings(name => values.GetValueOrDefault(name), output, error);
    }

    private string[] Args() => ["--contentRoot", _folder.Path, "--urls", "http://127.0.0.1:0", "--MadLab:Streaming:MaxSymbols", "100"];

    private sealed class FailingService(IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = lifetime.ApplicationStarted.Register(() => started.SetResult());
            await started.Task.WaitAsync(stoppingToken);
            throw new InvalidOperationException("The pump is dry.");
        }
    }
}
