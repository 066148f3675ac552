using System.Diagnostics.CodeAnalysis;
using MadLab;
using MadLab.Client;
using MadLab.Health;
using MadLab.Metrics;
using MadLab.Operator;
using MadLab.Routing;
using MadLab.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps MadLab.</summary>
public static class MadLabEndpointRouteBuilderExtensions
{
    /// <summary>Maps all endpoints below a prefix: market, streams, store, metrics, health, client configuration, and the operator's where a policy is named.</summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The prefix; <c>/api</c> by default.</param>
    /// <returns>A builder whose conventions reach every endpoint, the WebSocket included, with one part per area.</returns>
    /// <exception cref="InvalidOperationException"><c>AddMadLab()</c> was not called.</exception>
    public static MadLabEndpointConventionBuilder MapMadLab(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/api")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<MappedRoutes>() is not { } routes)
        {
            throw new InvalidOperationException("MapMadLab() found no MadLab services. Call builder.Services.AddMadLab() first.");
        }

        routes.Watch(endpoints.DataSources);
        var group = endpoints.MapGroup(pattern);
        group.WithMetadata(MadLabRoute.Instance);
        var builder = new MadLabEndpointConventionBuilder(group)
        {
            Market = group.MapMadLabMarket(string.Empty),
            Streams = group.MapMadLabStreaming(string.Empty),
            Store = group.MapMadLabStore(),
            Metrics = group.MapMadLabMetrics(),
            Health = group.MapMadLabHealth(),
            Operator = group.MapMadLabOperator(),
        };
        group.MapMadLabClient();
        return builder;
    }
}
