using MadLab.Http;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>The WebSocket handshake: what is refused, and what an accepted client gets.</summary>
internal static class WebSocketEndpoint
{
    /// <summary>A handler with the WebSocket middleware of its own, so that the host need not call <c>UseWebSockets()</c>.</summary>
    public static RequestDelegate Build(IEndpointRouteBuilder endpoints)
    {
        var branch = endpoints.CreateApplicationBuilder();
        branch.Use(static (context, next) =>
        {
            FrameUpgrade.Install(context);
            return next(context);
        });
        branch.UseWebSockets();
        branch.Run(HandleAsync);
        return branch.Build();
    }

    private static async Task HandleAsync(HttpContext context)
    {
        var runtime = context.RequestServices.GetRequiredService<StreamRuntime>();
        if (!context.WebSockets.IsWebSocketRequest || HttpProtocol.IsHttp10(context.Request.Protocol))
        {
            await NotAnUpgrade(context).ExecuteAsync(context);
            return;
        }

        if (!OriginPolicy.Allows(context.Request, runtime.Options))
        {
            await new Problem(StatusCodes.Status403Forbidden, "ORIGIN_NOT_ALLOWED", "This origin may not open a stream here.").ExecuteAsync(context);
            return;
        }

        using var place = runtime.Stopping.IsCancellationRequested
            ? null
            : runtime.Connections.TryEnter(Transport.WebSocket, context.Connection.RemoteIpAddress);
        if (place is null)
        {
            await StreamQuery.Overloaded().ExecuteAsync(context);
            return;
        }

        await ServeAsync(context, runtime);
    }

    private static async Task ServeAsync(HttpContext context, StreamRuntime runtime)
    {
        var query = context.Request.Query;
        var (symbols, error) = StreamQuery.Symbols(query["symbols"].ToString());
        var options = runtime.Options;

        // Set here and not on the middleware: where the host's own UseWebSockets() ran first, ours is inert.
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = options.PingInterval,
            KeepAliveTimeout = options.PingTimeout,
            DangerousEnableCompression = false,
        });
        var connection = new WebSocketConnection(
            runtime,
            socket,
            context.Features.Get<FrameUpgrade>()?.Stream ?? (IFrameWriter)new SocketFrames(socket),
            context,
            StreamQuery.Interval(query["interval"].ToString(), options),
            string.Equals(query["batch"].ToString(), "true", StringComparison.OrdinalIgnoreCase),
            TcpBacklog.Bound(context, options.MaxUnsentBytes),
            StreamQuery.Expires(context));
        await connection.RunAsync(symbols, error);
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
