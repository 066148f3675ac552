using System.Buffers;
using System.Globalization;
using System.Text;
using MadLab.Http;
using MadLab.Streaming.Access;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Hub;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Streaming.Transports.Sse;

/// <summary>Opens a stream of server-sent events.</summary>
internal static class SseEndpoint
{
    private static readonly Symbol DefaultSymbol = Symbol.Parse("AAPL");

    /// <summary>The handler of event streams below some endpoints.</summary>
    public static RequestDelegate Build(IEndpointRouteBuilder endpoints)
    {
        // Not the request's services: its scope would stay for as long as the stream, and hold nothing.
        var services = endpoints.ServiceProvider;
        return context => HandleAsync(context, services.GetRequiredService<StreamRuntime>());
    }

    private static Task HandleAsync(HttpContext context, StreamRuntime runtime)
    {
        if (ReadSymbols(context.Request, out _) is { } problem)
        {
            return problem.ExecuteAsync(context);
        }

        Begin(context);
        return runtime.TryEnter(Transport.Sse, context) is { } place
            ? ServeAsync(context, runtime, place)
            : RefuseAsync(context);
    }

    private static async Task ServeAsync(HttpContext context, StreamRuntime runtime, IDisposable taken)
    {
        using var place = taken;
        var connection = Open(context, runtime);
        using var gone = context.RequestAborted.UnsafeRegister(
            static connection => ((SseConnection)connection!).RequestClose(CloseReason.ClientGone), connection);
        await using var watch = await runtime.Recheck.WatchAsync(context, connection);
        await using var rights = runtime.Access.Watch(context, connection);
        try
        {
            await BeginAsync(connection, context.Request, runtime.Hub);
            await connection.Finished;
        }
        finally
        {
            await connection.EndAsync();
        }
    }

    private static SseConnection Open(HttpContext context, StreamRuntime runtime) => new(
        runtime,
        context,
        StreamQuery.Interval(StreamQuery.Value(context.Request, "interval"), runtime.Options),
        TcpBacklog.Bound(context, runtime.Options.MaxUnsentBytes),
        StreamQuery.Expires(context));

    // Not asynchronous itself, or it would keep the list of symbols until the stream ends.
    private static Task BeginAsync(SseConnection connection, HttpRequest request, QuoteHub hub)
    {
        ReadSymbols(request, out var symbols);
        var since = Since(request, hub);
        if (connection.Rights is { } rights)
        {
            return BeginAsync(connection, rights, symbols, since);
        }

        connection.Begin(symbols, since, null);
        return Task.CompletedTask;
    }

    private static async Task BeginAsync(SseConnection connection, AccessWatch rights, List<Symbol> symbols, long since) =>
        connection.Begin(symbols, since, await rights.AskAsync(symbols));

    private static Problem? ReadSymbols(HttpRequest request, out List<Symbol> symbols)
    {
        var problem = SymbolLists.TryRead(StreamQuery.Value(request, "symbols"), StreamQuery.MaxSymbols, out symbols);
        if (symbols.Count == 0)
        {
            symbols.Add(DefaultSymbol);
        }

        return problem;
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
        return ReadId(header.Length > 0 ? header : StreamQuery.Value(request, "lastEventId"), ':', hub);
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
