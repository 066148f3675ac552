using System.Net;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Http;

/// <summary>HEAD, wrong methods and unknown paths, on every route.</summary>
[Collection(SyntheticHostGroup.Name)]
public sealed class MethodTests(SyntheticHost host)
{
    [Theory]
    [InlineData("/api/market?symbol=AAPL&range=1Y")]
    [InlineData("/api/market?symbol=AAPL&type=vol")]
    [InlineData("/api/market?symbols=AAPL,MSFT")]
    [InlineData("/api/market?type=correlation&symbols=AAPL,MSFT")]
    [InlineData("/api/market?symbol=!!")]
    [InlineData("/api/market/providers")]
    [InlineData("/api/market/search?q=app")]
    [InlineData("/api/health")]
    [InlineData("/api/health/live")]
    [InlineData("/api/health/ready")]
    [InlineData("/api/metrics")]
    [InlineData("/api/metrics?format=prometheus")]
    [InlineData("/api/config")]
    [InlineData("/api/templates")]
    [InlineData("/api/templates?name=nobody")]
    [InlineData("/api/templates/nobody")]
    [InlineData("/api/workspaces")]
    [InlineData("/api/workspaces?id=nobody")]
    [InlineData("/api/workspaces/nobody")]
    [InlineData("/api/preferences")]
    public async Task Head_RouteThatAnswersGet_IsTheSameWithoutABody(string path)
    {
        var get = await host.Client.AskAsync(path);

        var head = await RawHttp.SendAsync(host.Host.Address, "HEAD", path);

        RawHttp.StatusOf(head).Should().Be((int)get.Status);
        RawHttp.BodyOf(head).Should().BeEmpty();
        head.Should().Contain($"Content-Type: {get.ContentType}");
        if (get.ETag is { } tag)
        {
            head.Should().Contain($"ETag: {tag}");
        }
    }

    [Theory]
    [InlineData("/api/stream")]
    [InlineData("/pages/api/stream")]
    [InlineData("/api/stream/ws")]
    [InlineData("/api/stream/poll?symbols=AAPL")]
    public async Task Head_Stream_IsNotAllowed(string path) => ShouldBeNotAllowed(await RawHttp.SendAsync(host.Host.Address, "HEAD", path), "GET");

    [Theory]
    [InlineData("DELETE", "/api/market", "GET", "HEAD", "POST")]
    [InlineData("PUT", "/api/market", "GET", "HEAD", "POST")]
    [InlineData("POST", "/api/market/providers", "GET", "HEAD")]
    [InlineData("POST", "/api/market/search", "GET", "HEAD")]
    [InlineData("POST", "/api/health", "GET", "HEAD")]
    [InlineData("DELETE", "/api/health/live", "GET", "HEAD")]
    [InlineData("DELETE", "/api/health/ready", "GET", "HEAD")]
    [InlineData("POST", "/api/metrics", "GET", "HEAD")]
    [InlineData("PUT", "/api/config", "GET", "HEAD")]
    [InlineData("PUT", "/api/templates", "GET", "HEAD", "POST", "DELETE")]
    [InlineData("PATCH", "/api/templates/mine", "GET", "HEAD", "DELETE")]
    [InlineData("PATCH", "/api/workspaces", "GET", "HEAD", "POST", "PUT", "DELETE")]
    [InlineData("POST", "/api/workspaces/mine", "GET", "HEAD", "PUT", "DELETE")]
    [InlineData("POST", "/api/preferences", "GET", "HEAD", "PUT")]
    [InlineData("POST", "/api/stream", "GET")]
    [InlineData("POST", "/pages/api/stream", "GET")]
    [InlineData("POST", "/api/stream/ws", "GET")]
    [InlineData("DELETE", "/api/stream/poll", "GET")]
    [InlineData("BREW", "/api/market", "GET")]
    public async Task Request_WrongMethod_IsNotAllowedAndSaysWhatIs(string method, string path, params string[] allowed) =>
        ShouldBeNotAllowed(await RawHttp.SendAsync(host.Host.Address, method, path), allowed);

    [Theory]
    [InlineData("GET", "/nowhere")]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/nowhere")]
    [InlineData("POST", "/api/market/nowhere")]
    [InlineData("GET", "/api/market/providers/nowhere")]
    [InlineData("GET", "/api/workspaces/a/b")]
    [InlineData("GET", "/api/stream/ws/more")]
    [InlineData("GET", "/pages/api/market")]
    [InlineData("GET", "/api/operator")]
    [InlineData("PUT", "/api/operator/live-data")]
    [InlineData("DELETE", "/api/operator/cache")]
    public async Task Request_UnknownPath_IsNotFoundWithoutABody(string method, string path)
    {
        var answer = await host.Client.AskAsync(new HttpMethod(method), path, null);

        answer.Status.Should().Be(HttpStatusCode.NotFound);
        answer.Body.Should().BeEmpty();
    }

    private static void ShouldBeNotAllowed(string answer, params string[] allowed)
    {
        RawHttp.StatusOf(answer).Should().Be(405);
        RawHttp.BodyOf(answer).Should().BeEmpty();
        var allow = answer.Split("\r\n").Single(l => l.StartsWith("Allow: ", StringComparison.OrdinalIgnoreCase))["Allow: ".Length..];
        allow.Split(',').Select(m => m.Trim()).Should().Contain(allowed);
    }
}
