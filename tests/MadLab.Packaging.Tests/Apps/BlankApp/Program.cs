using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.RateLimiting;
using BlankApp;
using MadLab;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.RateLimiting;

// An app with habits of its own, as MadLab finds it. --Variant says how it guards the endpoints:
// policy (on everything), fallback (the app's fallback policy alone), open-health, conflict (a route of ours is taken).
var builder = WebApplication.CreateBuilder(args);
var variant = builder.Configuration["Variant"] ?? "policy";

builder.Services.AddOpenApi();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper);
builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderSignIn>("header", null);
builder.Services.AddAuthorization(authorization =>
{
    authorization.AddPolicy("traders", policy => policy.RequireAuthenticatedUser());
    if (variant is "fallback" or "open-health")
    {
        authorization.FallbackPolicy = authorization.GetPolicy("traders");
    }
});
builder.Services.AddRateLimiter(limits =>
{
    limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
    limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, bool>(http => http.Request.Path.StartsWithSegments("/own/limited")
        ? RateLimitPartition.GetFixedWindowLimiter(true, _ => new FixedWindowRateLimiterOptions { PermitLimit = 2, Window = TimeSpan.FromHours(1) })
        : RateLimitPartition.GetConcurrencyLimiter(false, _ => new ConcurrencyLimiterOptions { PermitLimit = 100 }));
});

builder.Services.AddMadLab();
builder.Services.AddMadLab().AddProvider<AcmeProvider>("acme");

var app = builder.Build();
app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromMinutes(2) });
app.UseAuthentication();
app.UseAuthorization();
app.UseRateLimiter();

var lab = app.MapMadLab();
var workbench = app.MapMadLabWorkbench("/lab");
if (variant == "policy")
{
    lab.RequireAuthorization("traders");
    workbench.RequireAuthorization("traders");
}

if (variant == "open-health")
{
    lab.Health.AllowAnonymous();
}

if (variant == "conflict")
{
    app.MapGet("/api/health", () => "mine").WithDisplayName("the app's own health");
}

var own = app.MapGroup("/own").AllowAnonymous();
own.MapGet("/person", () => new Person("Ada", "Lovelace"));
own.MapGet("/limited", () => "ok");
own.MapGet("/routes", (IEnumerable<EndpointDataSource> sources) => string.Join('\n', sources
    .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/api", StringComparison.Ordinal) == true)
    .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"))));
own.MapGet("/quote/{symbol}", async (string symbol, IQuoteSource quotes, CancellationToken cancellationToken) =>
    await quotes.SubscribeAsync([Symbol.Parse(symbol)], cancellationToken: cancellationToken).FirstAsync(cancellationToken));
own.MapGet("/close/{symbol}", async (string symbol, IMarketData market) => (await market.GetPricesAsync(Symbol.Parse(symbol))).Value.Bars[^1].Close);
own.Map("/echo", async http =>
{
    using var socket = await http.WebSockets.AcceptWebSocketAsync();
    var buffer = new byte[256];
    var message = await socket.ReceiveAsync(buffer.AsMemory(), http.RequestAborted);
    await socket.SendAsync(buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, endOfMessage: true, http.RequestAborted);
    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, http.RequestAborted);
});
app.MapOpenApi().AllowAnonymous();
app.Run();
