using System.Buffers;
using System.Globalization;
using System.Text;
using MadLab.Http;
using MadLab.Streaming.Authorization;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Hub;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Streaming.Transports.Sse;

/// <summary>Opens a stream of server-sent events.</summary>
internal static class SseEndpoint
{
    private static readonly Symbol DefaultSymbol = Symbol.Parse("AAPL");

    public static async Task HandleAsync(HttpContext context)
    {
        var runtime = context.RequestServices.GetRequiredService<StreamRuntime>();
        var query = context.Request.Query;
        if (SymbolLists.TryRead(query["symbols"].ToString(), StreamQuery.MaxSymbols, out var symbols) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        if (symbols.Count == 0)
        {
            symbols.Add(DefaultSymbol);
        }

        Begin(context);
        using var place = runtime.Stopping.IsCancellationRequested
            ? null
            : runtime.Connections.TryEnter(Transport.Sse, context.Connection.RemoteIpAddress);
        if (place is null)
        {
            await RefuseAsync(context);
            return;
        }

        var options = runtime.Options;
        var connection = new SseConnection(
            runtime,
            context,
            StreamQuery.Interval(query["interval"].ToString(), options),
            TcpBacklog.Bound(context, options.MaxUnsentBytes),
            StreamQuery.Expires(context));
        await using var watch = await context.RequestServices.GetRequiredService<AuthorizationRecheck>().WatchAsync(context, connection);
        await connection.RunAsync(symbols, Since(context.Request, runtime.Hub));
    }

    /// <summary>The version after the colon of <c>EPOCH:SEQ</c>; 0, which means everything, for any other epoch or text.</summary>
    internal static long ReadId(string? id, char separator, QuoteHub hub)
    {
        var text = id.AsSpan().Trim();
        return text.StartsWith(hub.Epoch, StringComparison.Ordinal)
            && text.Length > hub.Epoch.Length
            && text[hub.Epoch.Length] == separator
            && long.TryParse(text[(hub.Epoch.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            && seq <= hub.Published
            ? seq
            : 0;
    }

    private static long Since(HttpRequest request, QuoteHub hub)
    {
        var header = request.Headers["Last-Event-ID"].ToString();
        return ReadId(header.Length > 0 ? header : request.Query["lastEventId"].ToString(), ':', hub);
    }

    private static void Begin(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
    }

    // As a stream that ends: any other status would make an EventSource give up for good.
    private static async Task RefuseAsync(HttpContext context)
    {
        var retry = (long)StreamQuery.OverloadedRetry.TotalMilliseconds;
        context.Response.BodyWriter.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"retry: {retry}\n")));
        context.Response.BodyWriter.Write(StreamMessages.Event("stream_error", static json =>
            StreamMessages.WriteError(json, StreamCodes.Overloaded, "Too many open streams; try again later.", default)));
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
