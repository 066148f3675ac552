using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;
using static ReferenceHost.Tests.Auth.KeyedHost;

namespace ReferenceHost.Tests.Auth;

/// <summary>Headers that keep browsers from trusting an answer too much are on every answer, whoever made it.</summary>
public sealed class HeaderTests
{
    [Fact]
    public async Task EveryAnswer_HasThem()
    {
        await using var host = await StartAsync();
        var key = await host.AddKeyAsync("all", "read,write,operate");
        var page = await host.Client.AskAsync("/");
        var asset = page.Text.Split("src=\"./")[1].Split('"')[0];
        var prices = await host.Client.AskAsync("/api/market?symbol=AAPL", Bearer(key));
        (string What, int Status, HttpAnswer Answer)[] answers =
        [
            ("the page", 200, page),
            ("a file of it", 200, await host.Client.AskAsync("/" + asset)),
            ("the description", 200, await host.Client.AskAsync("/openapi/v1.json")),
            ("prices", 200, prices),
            ("not modified", 304, await host.Client.AskAsync("/api/market?symbol=AAPL", Bearer(key), ("If-None-Match", prices.ETag!))),
            ("a bad request", 400, await host.Client.AskAsync("/api/market?symbol=..", Bearer(key))),
            ("a stranger", 401, await host.Client.AskAsync("/api/config")),
            ("nothing there", 404, await host.Client.AskAsync("/nothing", Bearer(key))),
            ("a wrong method", 405, await host.Client.AskAsync(HttpMethod.Patch, "/api/market", null, Bearer(key))),
            ("too large", 413, await host.Client.AskAsync(HttpMethod.Post, "/api/workspaces", HttpClientExtensions.Json(new { title = "a", data = new { x = new string('x', 1 << 21) } }), Bearer(key))),
            ("a wrong type", 415, await host.Client.AskAsync(HttpMethod.Post, "/api/workspaces", HttpClientExtensions.Bytes("x"u8.ToArray(), "text/plain"), Bearer(key))),
            ("metrics", 200, await host.Client.AskAsync("/api/metrics?format=prometheus", Bearer(key))),
            ("a poll", 200, await host.Client.AskAsync("/api/stream/poll?symbols=AAPL", Bearer(key))),
            ("a probe", 200, await host.Client.AskAsync("/api/health/live")),
        ];

        foreach (var (what, status, answer) in answers)
        {
            ((int)answer.Status).Should().Be(status, what);
            answer.Header("X-Content-Type-Options").Should().Be("nosniff", what);
            answer.Header("X-Frame-Options").Should().Be("DENY", what);
            answer.Header("Referrer-Policy").Should().Be("no-referrer", what);
            answer.Header("Content-Security-Policy").Should().Contain("default-src 'none'", what);
            answer.Header("Server").Should().BeNull(what);
        }
    }
}
