using FluentAssertions;
using MadLab.Hosting;
using MadLab.Hosting.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Auth;

/// <summary>What is open is on a list: an endpoint that somebody adds is closed, or breaks this test.</summary>
public sealed class EndpointTests : IDisposable
{
    private static readonly string[] Open = ["/", "/api/health/live", "/api/health/ready", "/api/session", "/index.json", "/openapi/{documentName}.json"];

    private readonly ContentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Endpoints_OfAHostWithKeys_AreClosedButThoseOnTheList()
    {
        await using var app = MadLabHost.Build(["--contentRoot", _folder.Path, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None", "--MadLab:Auth:ApiKeys", "true"]);
        await app.StartAsync();
        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().ToList();

        var open = routes.Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(r => "/" + r.RoutePattern.RawText!.TrimStart('/')).Distinct().ToList();
        open.Where(p => !p.StartsWith("/assets/", StringComparison.Ordinal) && p != "/icon.svg").Order().Should().BeEquivalentTo(Open);

        foreach (var route in routes.Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            var path = route.RoutePattern.RawText!;
            var methods = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
            var policies = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).ToList();
            string[] expected = path.Contains("/operator", StringComparison.Ordinal) ? [AuthSchemes.OperatePolicy]
                : IsStore(path) && !methods.All(m => m is "GET" or "HEAD") ? [AuthSchemes.WritePolicy]
                : [];
            policies.Should().Equal(expected, $"{string.Join(',', methods)} {path}; without one the fallback asks for read");
        }

        routes.Should().HaveCountGreaterThan(30);
        await app.StopAsync();
    }

    private static bool IsStore(string path) =>
        path.Contains("/templates", StringComparison.Ordinal) || path.Contains("/workspaces", StringComparison.Ordinal) || path.Contains("/preferences", StringComparison.Ordinal);
}
