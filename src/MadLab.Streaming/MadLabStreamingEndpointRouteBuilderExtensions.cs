using System.Diagnostics.CodeAnalysis;
using MadLab.Http;
using MadLab.Streaming.Hub;
using MadLab.Streaming.Transports;
using MadLab.Streaming.Transports.Polling;
using MadLab.Streaming.Transports.Sse;
using MadLab.Streaming.Transports.WebSocket;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the streams.</summary>
public static class MadLabStreamingEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>stream/ws</c> (WebSocket), <c>stream</c> (server-sent events) and <c>stream/poll</c> under a prefix.</summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="pattern">The prefix.</param>
    /// <returns>A builder whose conventions reach all three, the WebSocket included.</returns>
    /// <exception cref="InvalidOperationException"><c>AddMadLabStreaming()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapMadLabStreaming(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/api")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ThrowIfNotAdded(endpoints, nameof(MapMadLabStreaming));

        var group = endpoints.MapGroup(pattern).WithTags("Streams");

        var webSocket = WebSocketEndpoint.Build(endpoints);
        group.MapGet("/stream/ws", webSocket).WithDisplayName("MadLab WebSocket stream").DescribeWebSocket();

        // Over HTTP/2 a WebSocket comes as CONNECT (RFC 8441), which an OpenAPI document has no place for.
        group.MapMethods("/stream/ws", [HttpMethods.Connect], webSocket).WithDisplayName("MadLab WebSocket stream (HTTP/2)").ExcludeFromDescription();
        group.MapGet("/stream", SseEndpoint.Build(endpoints)).WithDisplayName("MadLab event stream").DescribeEvents();
        group.MapGet("/stream/poll", PollEndpoint.HandleAsync)
            .AddEndpointFilter(new RequestFilter("stream"))
            .WithDisplayName("MadLab polling")
            .WithSummary("What changed since a cursor.")
            .Produces<PollSchema>(contentType: "application/json")
            .WithProblems(400, 503);
        return group;
    }

    /// <summary>Maps the event stream once more, where clients of the earlier service look for it.</summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="pattern">The whole path.</param>
    /// <returns>A builder for the host's conventions.</returns>
    /// <exception cref="InvalidOperationException"><c>AddMadLabStreaming()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapMadLabLegacyStream(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/pages/api/stream")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ThrowIfNotAdded(endpoints, nameof(MapMadLabLegacyStream));
        return endpoints.MapGet(pattern, SseEndpoint.Build(endpoints)).WithTags("Streams").WithDisplayName("MadLab event stream (legacy path)").DescribeEvents();
    }

    private static void ThrowIfNotAdded(IEndpointRouteBuilder endpoints, string method)
    {
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(QuoteHub)) == false)
        {
            throw new InvalidOperationException($"{method}() found no MadLab streams. Call builder.Services.AddMadLabStreaming() first.");
        }
    }
}
