using System.Diagnostics;
using System.Net;
using FluentAssertions;
using MadLab.Workbench.Assets;
using MadLab.Workbench.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MadLab.Workbench.Tests.Serving;

/// <summary>The page and its files from a blank app.</summary>
public sealed class ServingTests
{
    private static string Script => WorkbenchAssets.Embedded.All.First(a => a.Path.EndsWith(".js", StringComparison.Ordinal)).Path;

    [Fact]
    public async Task Page_WithoutASlash_LeadsToItRelatively()
    {
        await using var app = await StartAsync(app => app.MapMadLabWorkbench());
        using var client = Client(app);

        using var answer = await client.GetAsync("/lab?a=1");

        answer.StatusCode.Should().Be(HttpStatusCode.PermanentRedirect);
        answer.Headers.Location!.OriginalString.Should().Be("lab/?a=1");
    }

    [Theory]
    [InlineData("/lab", "/api", "/lab/", "../api")]
    [InlineData("/a/b", "/data/v1", "/a/b/", "../../data/v1")]
    [InlineData("/", "/api", "/", "api")]
    public async Task Page_KnowsTheWayToTheApi_AndHasAStrictPolicy(string path, string api, string address, string way)
    {
        await using var app = await StartAsync(app => app.MapMadLabWorkbench(path, o => o.ApiPath = api));
        using var client = Client(app);

        using var answer = await client.GetAsync(address);
        using var again = await client.GetAsync(address);
        var html = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        html.Should().Contain($"name=\"madlab-api\" content=\"{way}\"");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("default-src 'none'").And.Contain("script-src 'self';").And.NotContain("unsafe");
        var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        html.Should().Contain($"nonce=\"{nonce}\"");
        again.Headers.GetValues("Content-Security-Policy").Single().Should().NotContain(nonce, "each answer has its own");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        html.Should().NotContain("://", "the page asks nothing of other hosts");
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, br;q=0", "gzip")]
    [InlineData("identity", null)]
    public async Task Asset_IsSentAsItWasCompressed_AndKeptForEver(string accepted, string? encoding)
    {
        await using var app = await StartAsync(app => app.MapMadLabWorkbench());
        using var client = Client(app);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/lab/{Script}") { Headers = { { "Accept-Encoding", accepted } } };

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentEncoding.Should().Equal(encoding is null ? [] : [encoding]);
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/javascript; charset=utf-8");
        answer.Headers.CacheControl!.ToString().Should().Contain("immutable");
        answer.Headers.Vary.Should().Contain("Accept-Encoding");
        using var check = new HttpRequestMessage(HttpMethod.Get, $"/lab/{Script}") { Headers = { { "Accept-Encoding", accepted }, { "If-None-Match", answer.Headers.ETag!.ToString() } } };
        using var same = await client.SendAsync(check);
        same.StatusCode.Should().Be(HttpStatusCode.NotModified);
        (await same.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Head_HasTheLengthAndNoBody()
    {
        await using var app = await StartAsync(app => app.MapMadLabWorkbench());
        using var client = Client(app);

        foreach (var path in new[] { "/lab/", $"/lab/{Script}" })
        {
            using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            answer.Content.Headers.ContentLength.Should().BePositive();
            (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData("/lab/nothing.js")]
    [InlineData("/lab/assets/../../appsettings.json")]
    [InlineData("/lab/assets/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/elsewhere")]
    public async Task WhatIsNotOfThePage_Is404(string path)
    {
        await using var app = await StartAsync(app => app.MapMadLabWorkbench());
        using var client = Client(app);

        using var answer = await client.GetAsync(path);

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Conventions_HoldForThePageAndItsFiles()
    {
        await using var app = await StartAsync(app => app.MapMadLabWorkbench().RequireHost("elsewhere.example"));
        using var client = Client(app);

        foreach (var path in new[] { "/lab/", $"/lab/{Script}" })
        {
            using var answer = await client.GetAsync(path);
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task PathBase_IsNotInThePage()
    {
        await using var app = await StartAsync(
            app =>
            {
                app.UsePathBase("/base");
                app.UseRouting();
                app.MapMadLabWorkbench();
            });
        using var client = Client(app);

        (await client.GetStringAsync("/base/lab/")).Should().Contain("content=\"../api\"");
    }

    [Fact]
    public async Task Page_OfABuildWithoutNode_SaysWhatToInstall()
    {
        var page = new Page(WorkbenchAssets.None, "api", "");
        await using var app = await StartAsync(app => app.MapGet("/", page.WriteAsync));
        using var client = Client(app);

        (await client.GetStringAsync("/")).Should().Contain("Install Node 20.19 or later").And.NotContain("<script");
    }

    [Fact]
    public async Task Pack_WithoutThePage_IsRefusedInOneLine()
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", ["pack", Path.Combine(Artifacts.Root, "src", "MadLab.Workbench"), "-c", "Release", "--no-build", "-nologo", "-p:MadLabWorkbenchAssets=none", "-o", Path.GetTempPath()])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.Should().NotBe(0);
        output.Should().Contain("cannot be packed without its page: install Node");
    }

    [Theory]
    [InlineData("lab")]
    [InlineData("/lab/{x}")]
    [InlineData("/la b")]
    public void Path_ThatIsNone_IsRefused(string path) =>
        FluentActions.Invoking(() => WebApplication.CreateSlimBuilder().Build().MapMadLabWorkbench(path)).Should().Throw<ArgumentException>().WithMessage($"*{path}*");

    [Fact]
    public void Origin_ThatIsNone_IsRefused() =>
        FluentActions.Invoking(() => WebApplication.CreateSlimBuilder().Build().MapMadLabWorkbench("/lab", o => o.ConnectTo.Add("'unsafe-eval'")))
            .Should().Throw<ArgumentException>().WithMessage("*unsafe-eval*");

    private static HttpClient Client(WebApplication app) => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };

    private static async Task<WebApplication> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }
}
