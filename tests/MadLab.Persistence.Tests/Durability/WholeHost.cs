using System.Net;
using System.Text.Json;
using FluentAssertions;
using MadLab.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace MadLab.Persistence.Tests.Durability;

/// <summary>Everything that a host serves, on real Kestrel, to see what a store in trouble takes with it.</summary>
internal sealed class WholeHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WholeHost(WebApplication app, ManualTimeProvider time)
    {
        _app = app;
        Time = time;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(30) };
    }

    public HttpClient Client { get; }

    public ManualTimeProvider Time { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<WholeHost> StartAsync(string file)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        builder.Services.TryAddSingleton<TimeProvider>(time);
        builder.Services.AddMadLab().UseSqlite($"Data Source={file}", o => o.BusyTimeout = TimeSpan.FromMilliseconds(200));
        var app = builder.Build();
        app.MapMadLab();
        await app.StartAsync();
        return new WholeHost(app, time);
    }

    public async Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Message)> AskAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        }

        var response = await Client.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return (response.StatusCode, bytes.Length == 0 ? default : JsonElement.Parse(bytes), response);
    }

    public Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Message)> WriteAsync(int characters = 10) =>
        AskAsync(HttpMethod.Post, "/api/workspaces", $$"""{"title":"t","data":{"x":"{{new string('x', characters)}}"} }""");

    /// <summary>Asserts that the store's answer is the contract's, and that nothing else is touched.</summary>
    public async Task ShouldOnlyLoseItsStoreAsync(string reason)
    {
        var (status, body, message) = await WriteAsync(200_000);
        status.Should().Be(HttpStatusCode.ServiceUnavailable, body.ToString());
        body.GetProperty("code").GetString().Should().Be("STORE_UNAVAILABLE");
        body.GetProperty("error").GetString().Should().Contain(reason);
        message.Headers.RetryAfter.Should().NotBeNull();

        var health = await HealthAsync(h => h.TryGetProperty("dbError", out var error) && error.GetString()!.Contains(reason, StringComparison.Ordinal));
        health.GetProperty("status").GetString().Should().Be("degraded");
        health.GetProperty("db").GetString().Should().Be("down");
        (await AskAsync(HttpMethod.Get, "/api/health/ready")).Status.Should().Be(HttpStatusCode.OK);
        (await AskAsync(HttpMethod.Get, "/api/market?symbol=AAPL")).Status.Should().Be(HttpStatusCode.OK);
        using var stream = await Client.GetAsync("/api/stream?symbols=AAPL", HttpCompletionOption.ResponseHeadersRead);
        stream.StatusCode.Should().Be(HttpStatusCode.OK);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30))).Should().StartWith("retry:");
    }

    /// <summary>Asserts that the store is back, in health too, without a restart.</summary>
    public async Task ShouldBeWellAsync()
    {
        // Found out by the question of health itself: nobody has to write first.
        await HealthAsync(h => h.GetProperty("db").GetString() == "ok");
        var (status, body, _) = await WriteAsync();
        status.Should().Be(HttpStatusCode.OK, body.ToString());
        var health = await HealthAsync(h => h.GetProperty("db").GetString() == "ok");
        health.GetProperty("status").GetString().Should().Be("ok");
        health.TryGetProperty("dbError", out _).Should().BeFalse();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>
    /// Health once it says what it should. It is up to five seconds old, so the clock is moved; and a question that is under way
    /// while the clock moves past its limit counts as failed, so it is asked again.
    /// </summary>
    private async Task<JsonElement> HealthAsync(Func<JsonElement, bool> isWanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            Time.Advance(TimeSpan.FromSeconds(6));
            var health = (await AskAsync(HttpMethod.Get, "/api/health")).Body;
            if (isWanted(health))
            {
                return health;
            }

            patience.IsCancellationRequested.Should().BeFalse("health says {0}", health);
        }
    }
}
