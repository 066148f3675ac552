using System.ComponentModel;
using System.Reflection;
using MadLab.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace MadLab.Streaming.Transports;

/// <summary>What the OpenAPI document shows of the streams, whose handlers are bare delegates and say nothing of themselves.</summary>
internal static class StreamDescriptions
{
    public static TBuilder DescribeWebSocket<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Describe(WebSocket).WithSummary("Live quotes over a WebSocket.").WithDescription("""
            Answers a WebSocket handshake (RFC 6455; over HTTP/2 RFC 8441). The server sends JSON text messages with a type: open, price_update
            (price_updates with batch=true), heartbeat, subscribed, unsubscribed, status and error. The client may send subscribe, unsubscribe,
            ping and heartbeat_response.
            """)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status101SwitchingProtocols))
            .WithProblems(400, 403, 426, 503);

    public static TBuilder DescribeEvents<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Describe(Events).WithSummary("Live quotes as server-sent events.").WithDescription("""
            Events: open, price_update (its id is EPOCH:SEQ), heartbeat, status and stream_error. A reconnect with Last-Event-ID gets what changed since.
            """)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/event-stream"]))
            .WithProblems(400);

    private static TBuilder Describe<TBuilder>(this TBuilder builder, Delegate shape)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata([shape.Method, .. shape.Method.GetParameters().Select(static p => new QueryParameter(p))]);

    // Their parameters are what is described; nobody calls them.
    private static void WebSocket(
        [FromQuery(Name = "symbols"), Description("Up to 50 symbols, separated by commas; more by subscribe, 200 in all.")] string? symbols,
        [FromQuery(Name = "interval"), Description("The least time between two updates of a symbol, 250 to 3000 ms; 1000 by default.")] string? interval,
        [FromQuery(Name = "batch"), Description("true: one price_updates message per interval in place of one message per symbol.")] string? batch)
    {
    }

    private static void Events(
        [FromQuery(Name = "symbols"), Description("Up to 50 symbols, separated by commas; AAPL by default.")] string? symbols,
        [FromQuery(Name = "interval"), Description("The least time between two updates of a symbol, 250 to 3000 ms; 1000 by default.")] string? interval,
        [FromQuery(Name = "lastEventId"), Description("The last id the client has, where it cannot send Last-Event-ID.")] string? lastEventId)
    {
    }

    private sealed class QueryParameter(ParameterInfo parameter) : IParameterBindingMetadata
    {
        public string Name => parameter.Name!;

        public bool HasTryParse => false;

        public bool HasBindAsync => false;

        public ParameterInfo ParameterInfo => parameter;

        public bool IsOptional => true;
    }
}
