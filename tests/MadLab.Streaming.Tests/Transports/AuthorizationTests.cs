using System.Net;
using System.Net.WebSockets;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

public sealed class AuthorizationTests
{
    [Fact]
    public async Task RequireAuthorization_OnTheReturnedBuilder_ReachesAllTransports()
    {
        await using var app = await StartAsync();
        var address = AddressOf(app);
        using var http = new HttpClient { BaseAddress = address };

        (await http.GetAsync("/lab/stream")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await http.GetAsync("/lab/stream/poll?symbols=AAPL")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        var connect = () => WsClient.ConnectAsync(address, "/lab/stream/ws", o => o.CollectHttpResponseDetails = true);
        (await connect.Should().ThrowAsync<WebSocketException>()).Which.Message.Should().Contain("401");
    }

    [Fact]
    public async Task SignIn_Expires_WebSocketCloses1008AndTheEventStreamEnds()
    {
        await using var app = await StartAsync();
        using var http = new HttpClient { BaseAddress = AddressOf(app) };
        http.DefaultRequestHeaders.Add("X-User", "trader");
        http.DefaultRequestHeaders.Add("X-Seconds", "1");
        await using var socket = await WsClient.ConnectAsync(AddressOf(app), "/lab/stream/ws?symbols=AAPL", o =>
        {
            o.SetRequestHeader("X-User", "trader");
            o.SetRequestHeader("X-Seconds", "1");
        });
        await using var events = await SseClient.ConnectAsync(http, "/lab/stream");
        await socket.NextAsync("open");
        await events.NextAsync("open");

        (await socket.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.PolicyViolation);
        (await events.NextAsync("stream_error")).GetProperty("code").GetString().Should().Be("TOKEN_EXPIRED");
        (await events.ReceiveAsync()).Should().BeNull();
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IQuoteFeed>(new FakeFeed());
        builder.Services.AddMadLabStreaming();
        HeaderScheme.AddTo(builder.Services);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapMadLabStreaming("/lab").RequireAuthorization();
        await app.StartAsync();
        return app;
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
