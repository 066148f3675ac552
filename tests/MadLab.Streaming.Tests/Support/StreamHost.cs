using System.Net;
using MadLab.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A real Kestrel on a loopback port with the streams mapped.</summary>
public sealed class StreamHost : IAsyncDisposable
{
    private StreamHost(WebApplication app, FakeFeed feed)
    {
        App = app;
        Feed = feed;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public WebApplication App { get; }

    public FakeFeed Feed { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IStreamingStatus Status => App.Services.GetRequiredService<IStreamingStatus>();

    public static async Task<StreamHost> StartAsync(
        FakeFeed? feed = null,
        Action<StreamingOptions>? options = null,
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? before = null,
        HttpProtocols protocols = HttpProtocols.Http1)
    {
        feed ??= new FakeFeed();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        builder.Services.AddSingleton<IQuoteFeed>(feed);
        builder.Services.AddMadLabStreaming(o =>
        {
            o.MinInterval = TimeSpan.FromMilliseconds(25);
            o.MaxConnectionsPerAddress = 0;
            options?.Invoke(o);
        });
        build?.Invoke(builder);
        var app = builder.Build();
        before?.Invoke(app);
        app.MapMadLabStreaming();
        app.MapMadLabLegacyStream();
        await app.StartAsync();
        return new StreamHost(app, feed);
    }

    public Task<WsClient> ConnectAsync(string query = "", Action<System.Net.WebSockets.ClientWebSocketOptions>? options = null) =>
        WsClient.ConnectAsync(Address, "/api/stream/ws" + query, options);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
