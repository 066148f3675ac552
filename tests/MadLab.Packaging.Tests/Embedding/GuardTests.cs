using System.Net;
using FluentAssertions;
using MadLab.Packaging.Tests.Packing;
using Xunit;

namespace MadLab.Packaging.Tests.Embedding;

/// <summary>Other ways in which an app guards the endpoints, and what came with the package.</summary>
[Collection(PackedGroup.Name)]
public sealed class GuardTests(PackedPackages packed)
{
    [Fact]
    public async Task Build_OfABlankApp_BringsNoEntityFramework()
    {
        var consumers = await packed.ConsumersAsync();

        consumers.AppAssets.Should().Contain($"MadLab/{packed.Version}", "the package of this run is what was built on")
            .And.NotContain("EntityFrameworkCore").And.NotContain("SQLitePCLRaw");
        consumers.AppDependencies.Should().Contain($"MadLab/{packed.Version}").And.NotContain("EntityFrameworkCore").And.NotContain("Sqlite");
        consumers.AppFiles.Select(Path.GetFileName).Should().Contain("MadLab.Market.dll").And.NotContain(name => name!.Contains("EntityFrameworkCore"));
    }

    [Fact]
    public async Task FallbackPolicy_OfTheApp_GuardsEveryEndpoint()
    {
        await using var app = await AppProcess.StartAsync((await packed.ConsumersAsync()).App, "--Variant", "fallback");

        foreach (var (method, path) in (await app.RoutesAsync()).Where(r => r.Method != "CONNECT"))
        {
            using var response = await app.SendAsync(method, path);
            response.StatusCode.Should().Be(HttpStatusCode.Unauthorized, $"{method} {path} has no policy of its own, so the fallback holds");
        }

        var connect = async () => (await app.ConnectAsync("/api/stream/ws?symbols=ACME")).Dispose();
        (await connect.Should().ThrowAsync<HttpRequestException>()).Which.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var signedIn = await app.SendAsync("GET", "/api/market?symbol=ACME", "ada");
        signedIn.StatusCode.Should().Be(HttpStatusCode.OK);
        signedIn.Headers.GetValues("Cache-Control").Single().Should().Contain("private").And.NotContain("s-maxage");
        signedIn.Headers.Contains("CDN-Cache-Control").Should().BeFalse();
    }

    [Fact]
    public async Task FallbackPolicy_WithHealthLeftOpen_GuardsTheRest()
    {
        await using var app = await AppProcess.StartAsync((await packed.ConsumersAsync()).App, "--Variant", "open-health");

        foreach (var (method, path) in (await app.RoutesAsync()).Where(r => r.Method != "CONNECT"))
        {
            using var response = await app.SendAsync(method, path);
            response.StatusCode.Should().Be(
                path.StartsWith("/api/health", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, $"{method} {path} is as the app said");
        }
    }

    [Fact]
    public async Task Start_WithARouteTheAppHasToo_StopsWithOneLineThatNamesBoth()
    {
        var (exitCode, output) = await AppProcess.RunAsync((await packed.ConsumersAsync()).App, "--Variant", "conflict");

        exitCode.Should().NotBe(0);
        output.Should().NotContain("Now listening on");
        output.Split('\n').Should().Contain(line => line.Contains("/api/health") && line.Contains("MadLab") && line.Contains("the app's own health"));
    }
}
