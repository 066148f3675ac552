using System.Net;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FluentAssertions;
using MadLab.Testing;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace MadLab.Tests.FrontDoor;

public sealed class FrontDoorTests
{
    public static TheoryData<string> Paths =>
    [
        "/api/market?symbol=AAPL&type=kpis", "/api/market/providers", "/api/market/search?q=a", "/api/market/types", "/api/stream?symbols=AAPL", "/api/stream/poll?symbols=AAPL",
        "/api/stream/ws", "/api/health", "/api/health/live", "/api/health/ready", "/api/metrics", "/api/config", "/api/templates", "/api/workspaces", "/api/preferences",
    ];

    [Fact]
    public async Task AddMadLab_NoArgument_GivesAWorkingService()
    {
        await using var app = await KestrelApp.StartAsync(b => b.Services.AddMadLab(), a => a.MapMadLab());

        (await app.GetJsonAsync("/api/market?symbol=AAPL")).GetArrayLength().Should().BeGreaterThan(100);
        (await app.GetJsonAsync("/api/config")).GetProperty("dbMode").GetString().Should().Be("memory");
        (await app.GetJsonAsync("/api/health")).GetProperty("demo").GetBoolean().Should().BeTrue();
        using var created = await app.Http.PostAsync(new Uri("/api/workspaces", UriKind.Relative), Json("""{"title":"Mine","data":{"a":1}}"""));
        created.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AddMadLab_Twice_DoesNoHarm()
    {
        await using var app = await KestrelApp.StartAsync(
            b =>
            {
                b.Services.AddMadLab().AddProvider("fake", _ => Fake());
                b.Services.AddMadLab(o => o.PollingIntervalMs = 7000).AddProvider("fake", _ => Fake());
            },
            a => a.MapMadLab());

        (await app.GetJsonAsync("/api/market/providers")).GetArrayLength().Should().Be(1);
        (await app.GetJsonAsync("/api/config")).GetProperty("pollingIntervalMs").GetInt32().Should().Be(7000);
        (await app.GetJsonAsync("/api/health")).GetProperty("status").GetString().Should().Be("ok");
    }

    [Fact]
    public async Task MapMadLab_WithoutServices_NamesTheCure()
    {
        var start = () => KestrelApp.StartAsync(_ => { }, a => a.MapMadLab());

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*AddMadLab()*");
    }

    [Fact]
    public async Task MapMadLab_OtherPrefix_MovesEverything()
    {
        await using var app = await KestrelApp.StartAsync(b => b.Services.AddMadLab(), a => a.MapMadLab("/lab/v1"));

        using var moved = await app.GetAsync("/lab/v1/market?symbol=AAPL");
        using var gone = await app.GetAsync("/api/market?symbol=AAPL");
        moved.StatusCode.Should().Be(HttpStatusCode.OK);
        gone.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await gone.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RouteTheAppAlreadyHas_StopsTheStartNamingBoth(bool before)
    {
        var start = () => KestrelApp.StartAsync(
            b => b.Services.AddMadLab(),
            a =>
            {
                if (before)
                {
                    a.MapGet("/api/health", () => "mine").WithDisplayName("my own health");
                }

                a.MapMadLab();
                if (!before)
                {
                    a.MapGet("api/Health/", () => "mine").WithDisplayName("my own health");
                }
            });

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*/api/health*MadLab*my own health*MapMadLab(\"/lab\")*");
    }

    [Fact]
    public async Task RouteWithOtherMethodOrHost_IsNoConflict()
    {
        await using var app = await KestrelApp.StartAsync(
            b => b.Services.AddMadLab(),
            a =>
            {
                a.MapMadLab();
                a.MapDelete("/api/metrics", () => "reset");
                a.MapGet("/api/market/special", () => "special");
            });

        (await app.Http.GetStringAsync(new Uri("/api/market/special", UriKind.Relative))).Should().Be("special");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task RequireAuthorization_ReachesEveryEndpoint(string path)
    {
        await using var app = await StartSecuredAsync(a => a.MapMadLab().RequireAuthorization("signed-in"));

        using var anonymous = await app.GetAsync(path);

        anonymous.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Paths_AreAllThatIsMapped()
    {
        await using var app = await KestrelApp.StartAsync(b => b.Services.AddMadLab(), a => a.MapMadLab());
        var mapped = ((IEndpointRouteBuilder)app.App).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Select(e => "/" + e.RoutePattern.RawText!.Trim('/'))
            .Where(p => !p.Contains('{', StringComparison.Ordinal))
            .Distinct();

        mapped.Should().BeEquivalentTo(((IEnumerable<object[]>)Paths).Select(p => ((string)p[0]).Split('?')[0]), "a new endpoint belongs into the test above");
    }

    [Fact]
    public async Task RequireAuthorization_WebSocket_RefusesTheHandshakeAndOpensWhenSignedIn()
    {
        await using var app = await StartSecuredAsync(a => a.MapMadLab().RequireAuthorization("signed-in"));
        var uri = new UriBuilder(app.Address) { Scheme = "ws", Path = "/api/stream/ws", Query = "symbols=AAPL" }.Uri;

        using var anonymous = new ClientWebSocket();
        var refused = () => anonymous.ConnectAsync(uri, CancellationToken.None);
        (await refused.Should().ThrowAsync<WebSocketException>()).WithMessage("*401*");

        using var signedIn = new ClientWebSocket();
        signedIn.Options.SetRequestHeader("X-User", "ada");
        await signedIn.ConnectAsync(uri, CancellationToken.None);
        var buffer = new byte[4096];
        var received = await signedIn.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Encoding.UTF8.GetString(buffer, 0, received.Count).Should().Contain("\"open\"");
    }

    [Fact]
    public async Task Parts_OpenOneAreaAndLeaveTheOthersClosed()
    {
        await using var app = await StartSecuredAsync(a =>
        {
            var lab = a.MapMadLab();
            lab.RequireAuthorization("signed-in");
            lab.Health.AllowAnonymous();
        });

        (await app.GetAsync("/api/health")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.GetAsync("/api/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.GetAsync("/api/metrics")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await app.GetAsync("/api/market?symbol=AAPL")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task FallbackPolicyOfTheHost_IsRespected()
    {
        await using var app = await StartSecuredAsync(a => a.MapMadLab(), fallback: true);

        using var anonymous = await app.GetAsync("/api/market?symbol=AAPL");
        using var signedIn = await SendAsync(app, "/api/market?symbol=AAPL", "ada");

        anonymous.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        signedIn.StatusCode.Should().Be(HttpStatusCode.OK);
        signedIn.Headers.CacheControl!.Private.Should().BeTrue("the caller is signed in");
    }

    [Fact]
    public async Task SignedInAnswers_ArePrivate()
    {
        await using var app = await StartSecuredAsync(a => a.MapMadLab().RequireAuthorization("signed-in"));

        using var response = await SendAsync(app, "/api/market?symbol=AAPL", "ada");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.CacheControl!.Private.Should().BeTrue();
        response.Headers.CacheControl.SharedMaxAge.Should().BeNull();
        response.Headers.Contains("CDN-Cache-Control").Should().BeFalse();
    }

    [Fact]
    public async Task HostWithItsOwnJsonWebSocketsAndRateLimiter_ChangesNothingOfOurs()
    {
        await using var app = await KestrelApp.StartAsync(
            b =>
            {
                b.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper);
                b.Services.AddRateLimiter(o => o.AddFixedWindowLimiter("own", w =>
                {
                    w.PermitLimit = 1;
                    w.Window = TimeSpan.FromHours(1);
                }));
                b.Services.AddMadLab();
            },
            a =>
            {
                a.UseWebSockets();
                a.UseRateLimiter();
                a.MapMadLab();
                a.MapGet("/own", () => Results.Json(new { SomeName = 1 })).RequireRateLimiting("own");
            });

        (await app.Http.GetStringAsync(new Uri("/own", UriKind.Relative))).Should().Be("""{"SOME_NAME":1}""");
        (await app.GetAsync("/own")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        for (var i = 0; i < 3; i++)
        {
            (await app.GetJsonAsync("/api/health")).TryGetProperty("dbMode", out _).Should().BeTrue();
            (await app.GetJsonAsync("/api/market?symbol=AAPL&type=kpis")).TryGetProperty("fiftyTwoWeekHigh", out _).Should().BeTrue();
        }

        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = "/api/stream/ws" }.Uri, CancellationToken.None);
        socket.State.Should().Be(WebSocketState.Open);
    }

    [Fact]
    public async Task RequireRateLimiting_OnTheBuilder_LimitsUs()
    {
        await using var app = await KestrelApp.StartAsync(
            b =>
            {
                b.Services.AddRateLimiter(o => o.AddFixedWindowLimiter("own", w =>
                {
                    w.PermitLimit = 1;
                    w.Window = TimeSpan.FromHours(1);
                }));
                b.Services.AddMadLab();
            },
            a =>
            {
                a.UseRateLimiter();
                a.MapMadLab().RequireRateLimiting("own");
            });

        (await app.GetAsync("/api/market?symbol=AAPL")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.GetAsync("/api/market?symbol=AAPL")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task InProcess_MarketDataAndQuotes_AreTheSameAsOverHttp()
    {
        var fake = Fake();
        await using var app = await KestrelApp.StartAsync(b => b.Services.AddMadLab().AddProvider("fake", _ => fake), a => a.MapMadLab());
        var apple = Symbol.Parse("AAPL");
        fake.Push(apple, 101m, new DateTimeOffset(2024, 1, 2, 15, 0, 0, TimeSpan.Zero));

        var answer = await app.App.Services.GetRequiredService<IMarketData>().GetPricesAsync(apple);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Quote? first = null;
        await foreach (var quote in app.App.Services.GetRequiredService<IQuoteSource>().SubscribeAsync([apple], cancellationToken: limit.Token))
        {
            first = quote;
            break;
        }

        answer.Provenance.Provider.Should().Be("fake");
        answer.Value.Bars.Should().HaveCount(2);
        first!.Price.Should().Be(101m);
    }

    [Fact]
    public async Task BadOption_StopsTheStartNamingTheSetting()
    {
        var start = () => KestrelApp.StartAsync(
            b =>
            {
                b.Configuration["MadLab:Market:MaxCacheEntries"] = "0";
                b.Services.AddMadLab();
            },
            a => a.MapMadLab());

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*MaxCacheEntries*");
    }

    private static FakeProvider Fake()
    {
        var fake = new FakeProvider();
        fake.Prices["AAPL"] = FakeProvider.Daily("AAPL", new DateOnly(2024, 1, 1), 100m, 101m);
        return fake;
    }

    private static Task<KestrelApp> StartSecuredAsync(Action<WebApplication> map, bool fallback = false) => KestrelApp.StartAsync(
        b =>
        {
            b.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
            b.Services.AddAuthorizationBuilder().AddPolicy("signed-in", p => p.RequireAuthenticatedUser());
            if (fallback)
            {
                b.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            }

            b.Services.AddMadLab();
        },
        a =>
        {
            a.UseAuthentication();
            a.UseAuthorization();
            map(a);
        });

    private static async Task<HttpResponseMessage> SendAsync(KestrelApp app, string path, string user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-User", user);
        return await app.Http.SendAsync(request);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var user = Request.Headers["X-User"].ToString();
            return Task.FromResult(user.Length == 0
                ? AuthenticateResult.NoResult()
                : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "header")), "header")));
        }
    }
}
