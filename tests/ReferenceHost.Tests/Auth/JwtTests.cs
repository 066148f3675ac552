using System.Net;
using System.Net.WebSockets;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;
using static ReferenceHost.Tests.Auth.KeyedHost;

namespace ReferenceHost.Tests.Auth;

/// <summary>Tokens of an issuer of OpenID Connect.</summary>
public sealed class JwtTests : IAsyncLifetime
{
    private TestIssuer _issuer = null!;
    private HostProcess _host = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _host = await HostProcess.StartAsync(new Dictionary<string, string?>
        {
            ["MadLab__Auth__Jwt__Authority"] = _issuer.Address,
            ["MadLab__Auth__Jwt__Audience"] = "madlab",
            ["MadLab__Auth__Jwt__ScopePrefix"] = "lab.",
        });
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Scopes_OfTheToken_OpenWhatTheySay()
    {
        async Task<HttpStatusCode[]> Statuses(string token) =>
        [
            (await _host.Client.AskAsync("/api/config", Bearer(token))).Status,
            (await _host.Client.PostJsonAsync("/api/workspaces", new { title = "a", data = new { } }, Bearer(token))).Status,
            (await _host.Client.AskAsync("/api/operator", Bearer(token))).Status,
        ];

        (await Statuses(_issuer.Token("openid lab.read"))).Should().Equal(HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden);
        (await Statuses(_issuer.Token("lab.read lab.write", scopeClaim: "scp"))).Should().Equal(HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden);
        (await Statuses(_issuer.Token("lab.operate"))).Should().Equal(HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK);
        (await Statuses(_issuer.Token("read write operate"))).Should().Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], "they lack the prefix");
    }

    [Fact]
    public async Task Token_ThatDoesNotHold_IsRefused()
    {
        foreach (var token in new[]
        {
            _issuer.Token("lab.read", audience: "other"), _issuer.Token("lab.read", lifetime: TimeSpan.FromMinutes(-5)), _issuer.Token("lab.read", forged: true), "nonsense", "eyJhbGciOiJub25lIn0.e30.",
        })
        {
            var answer = await _host.Client.AskAsync("/api/config", Bearer(token));
            answer.Status.Should().Be(HttpStatusCode.Unauthorized);
            answer.Json.GetProperty("code").GetString().Should().Be("UNAUTHENTICATED");
            answer.Json.TryGetProperty("session", out _).Should().BeFalse("this host takes no keys");
        }

        (await _host.Client.AskAsync("/api/config", Bearer(_issuer.Token("lab.read")))).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Claim_ThatNamesAKey_MakesNobodyAKey()
    {
        (await _host.Client.AskAsync("/api/config", Bearer(_issuer.Token("aaaaaaaaaaaa", scopeClaim: "madlab.key")))).Status.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Stream_EndsWithItsToken()
    {
        // Behind its end by less than the clock may be wrong.
        var token = _issuer.Token("lab.read", lifetime: TimeSpan.FromSeconds(4));
        await using var socket = await StreamSocket.ConnectAsync(_host.Address, "?symbols=AAPL", headers: Bearer(token));

        (await socket.ReceiveCloseAsync()).Should().Be(WebSocketCloseStatus.PolicyViolation);
        socket.Socket.CloseStatusDescription.Should().Be("The sign-in expired.");
    }

    [Fact]
    public async Task Issuer_ThatIsAway_LetsNobodyInAndBreaksNothing()
    {
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?>
        {
            ["MadLab__Auth__Jwt__Authority"] = "http://127.0.0.1:9",
            ["MadLab__Auth__Jwt__Audience"] = "madlab",
        });

        (await host.Client.AskAsync("/api/config", Bearer(_issuer.Token("lab.read")))).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await host.Client.AskAsync("/api/health/ready")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Token_IsInNoLog()
    {
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?>
        {
            ["MadLab__Auth__Jwt__Authority"] = _issuer.Address,
            ["MadLab__Auth__Jwt__Audience"] = "madlab",
            ["Logging__LogLevel__Default"] = "Trace",
            ["Logging__LogLevel__Microsoft.AspNetCore"] = "Trace",
        });
        string[] tokens = [_issuer.Token("read"), _issuer.Token("read", forged: true), _issuer.Token("read", audience: "other"), _issuer.Token("read", lifetime: TimeSpan.FromMinutes(-5))];
        foreach (var token in tokens)
        {
            await host.Client.AskAsync("/api/config", Bearer(token));
        }

        var end = await host.StopAsync();

        end.Output.Should().Contain("trce: ");
        foreach (var signature in tokens.Select(static t => t.Split('.')[2]))
        {
            (end.Output + end.Error).Should().NotContain(signature);
        }
    }

    [Theory]
    [InlineData("http://issuer.example.com", "madlab", "MadLab:Auth:Jwt:Authority is 'http://issuer.example.com'")]
    [InlineData("https://issuer.example.com", "", "MadLab:Auth:Jwt:Audience is not")]
    public async Task Settings_ThatCannotBeUsed_StopTheStart(string authority, string audience, string said)
    {
        var end = await HostProcess.RunAsync(new Dictionary<string, string?> { ["MadLab__Auth__Jwt__Authority"] = authority, ["MadLab__Auth__Jwt__Audience"] = audience });

        end.Code.Should().Be(2);
        end.Error.Should().Contain(said);
    }
}
