using MadLab.Http;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>The WebSocket handshake: what is refused, and what an accepted client gets.</summary>
internal static class WebSocketEndpoint
{
    /// <summary>A handler with the WebSocket middleware of its own, so that the host need not call <c>UseWebSockets()</c>.</summary>
    public static RequestDelegate Build(IEndpointRouteBuilder endpoints)
    {
        // Not the request's services: its scope would stay for as long as the socket, and hold nothing.
        var services = endpoints.ServiceProvider;
        var branch = endpoints.CreateApplicationBuilder();
        branch.Use(static (context, next) =>
        {
            FrameUpgrade.Install(context);
            return next(context);
        });
        branch.UseWebSockets();
        branch.Run(context => HandleAsync(context, services.GetRequiredService<StreamRuntime>()));
        return branch.Build();
    }

    private static Task HandleAsync(HttpContext context, StreamRuntime runtime)
    {
        if (context.Features.Get<IHttpWebSocketFeature>() is not { IsWebSocketRequest: true } handshake || HttpProtocol.IsHttp10(context.Request.Protocol))
        {
            return NotAnUpgrade(context).ExecuteAsync(context);
        }

        if (!OriginPolicy.Allows(context.Request, runtime.Options))
        {
            return new Problem(StatusCodes.Status403Forbidden, "ORIGIN_NOT_ALLOWED", "This origin may not open a stream here.").ExecuteAsync(context);
        }

        return runtime.TryEnter(Transport.WebSocket, context) is { } place
            ? ServeAsync(context, runtime, handshake, place)
            : StreamQuery.Overloaded().ExecuteAsync(context);
    }

    private static async Task ServeAsync(HttpContext context, StreamRuntime runtime, IHttpWebSocketFeature handshake, IDisposable taken)
    {
        using var place = taken;

        // No keep-alive of the framework's, whatever the host's middleware has for a default: the connection pings by itself.
        using var socket = await handshake.AcceptAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.Zero, DangerousEnableCompression = false });
        var connection = Open(context, runtime, socket);
        await using var watch = await runtime.Recheck.WatchAsync(context, connection);
        await using var rights = runtime.Access.Watch(context, connection);
        try
        {
            await RunAsync(connection, context.Request);
        }
        finally
        {
            await connection.EndAsync();
        }
    }

    private static WebSocketConnection Open(HttpContext context, StreamRuntime runtime, System.Net.WebSockets.WebSocket socket) => new(
        runtime,
        socket,
        FrameUpgrade.StreamOf(context) ?? (IFrameWriter)new SocketFrames(socket),
        context,
        StreamQuery.Interval(StreamQuery.Value(context.Request, "interval"), runtime.Options),
        string.Equals(StreamQuery.Value(context.Request, "batch"), "true", StringComparison.OrdinalIgnoreCase),
        TcpBacklog.Bound(context, runtime.Options.MaxUnsentBytes),
        StreamQuery.Expires(context));

    // Not asynchronous itself, or it would keep the list of symbols until the socket closes.
    private static Task RunAsync(WebSocketConnection connection, HttpRequest request)
    {
        var (symbols, error) = StreamQuery.Symbols(StreamQuery.Value(request, "symbols"));
        return connection.RunAsync(symbols, error);
    }

    private static Problem NotAnUpgrade(HttpContext context)
    {
        const string Sentence = "This address takes WebSocket connections only.";

        // Whatever was missing: a client of another version is to learn ours (RFC 6455, 4.4).
        context.Response.Headers.SecWebSocketVersion = "13";
        if (!HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            return new Problem(StatusCodes.Status400BadRequest, "UPGRADE_REQUIRED", Sentence);
        }

        context.Response.Headers.Upgrade = "websocket";
        return new Problem(StatusCodes.Status426UpgradeRequired, "UPGRADE_REQUIRED", Sentence);
    }
}
