using FluentAssertions;
using MadLab.Hosting;
using MadLab.Hosting.Authentication;
using MadLab.Hosting.Configuration;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Auth;

/// <summary>A host that others can reach and that asks nobody who he is has to be meant so. Nothing here listens beyond loopback.</summary>
public sealed class OpenHostTests : IDisposable
{
    private readonly ContentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http://0.0.0.0:5000")]
    [InlineData("http://*:5000")]
    [InlineData("http://[::]:5000")]
    [InlineData("http://192.0.2.1:5000")]
    [InlineData("http://127.0.0.1:5000;http://quotes.example.com:80")]
    public async Task Production_BeyondLoopback_IsRefusedInOneLine(string urls)
    {
        var end = await HostProcess.RunAsync(new Dictionary<string, string?> { ["ASPNETCORE_URLS"] = urls });

        end.Code.Should().Be(2);
        end.Error.TrimEnd().Should().StartWith("MadLab cannot start: ").And.Contain("MadLab:Auth:Open").And.Contain("MadLab:Auth:ApiKeys").And.NotContain("\n");
        end.Output.Should().NotContain("Now listening");
    }

    [Theory]
    [InlineData("--http_ports", "8080")]
    [InlineData("--https_ports", "8443")]
    [InlineData("--Kestrel:Endpoints:Plain:Url", "http://0.0.0.0:5000")]
    public async Task Production_BeyondLoopbackByOtherSettings_IsRefused(string name, string value)
    {
        await using var app = Build([name, value]);

        await app.Invoking(OpenHostGuard.CheckAsync).Should().ThrowAsync<SettingException>();
    }

    [Theory]
    [InlineData("http://localhost:5000")]
    [InlineData("http://127.0.0.1:5000;http://[::1]:5000")]
    [InlineData("http://127.9.9.9:5000")]
    [InlineData("http://unix:/tmp/madlab.sock")]
    public async Task Production_OnLoopback_MayBeOpen(string urls)
    {
        await using var app = Build(["--urls", urls]);

        await app.Invoking(OpenHostGuard.CheckAsync).Should().NotThrowAsync();
    }

    [Theory]
    [InlineData("--environment", "Development")]
    [InlineData("--MadLab:Auth:Open", "true")]
    [InlineData("--MadLab:Auth:ApiKeys", "true")]
    public async Task BeyondLoopback_MeantSoOrSignedIn_Starts(string name, string value)
    {
        await using var app = Build(["--urls", "http://0.0.0.0:5000", name, value]);

        await app.Invoking(OpenHostGuard.CheckAsync).Should().NotThrowAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BeyondLoopback_HostWithASignInOfItsOwn_StartsWhereItAsksForIt(bool asks)
    {
        await using var app = Build(
            ["--urls", "http://0.0.0.0:5000"],
            lab => lab.Services.AddAuthorization().AddAuthentication(BearerTokenDefaults.AuthenticationScheme).AddBearerToken(),
            (_, endpoints) =>
            {
                if (asks)
                {
                    endpoints.RequireAuthorization();
                }
            });

        var check = app.Invoking(OpenHostGuard.CheckAsync);

        await (asks ? check.Should().NotThrowAsync() : (Task)check.Should().ThrowAsync<SettingException>());
    }

    [Fact]
    public async Task Start_OfAnAppThatSomebodyBuilt_IsRefusedToo()
    {
        await using var app = Build(["--urls", "http://0.0.0.0:0"]);

        await app.Awaiting(static a => a.StartAsync()).Should().ThrowAsync<SettingException>().WithMessage("*MadLab:Auth:Open*");
        app.Urls.Should().BeEmpty("nothing listens");
    }

    [Fact]
    public async Task Open_AndKeysAtOnce_IsRefused()
    {
        var end = await HostProcess.RunAsync(new Dictionary<string, string?> { ["MadLab__Auth__ApiKeys"] = "true", ["MadLab__Auth__Open"] = "true" });

        end.Code.Should().Be(2);
        end.Error.Should().Contain("leave one of the two out");
    }

    private WebApplication Build(string[] args, Action<MadLab.IMadLabBuilder>? configure = null, Action<WebApplication, MadLabHostEndpoints>? map = null) =>
        MadLabHost.Build(["--contentRoot", _folder.Path, "--Logging:LogLevel:Default", "None", .. args], configure, map);
}
