using MadLab.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MadLab.Stores;

/// <summary>The endpoints of templates, workspaces and preferences.</summary>
internal static class StoreEndpoints
{
    /// <summary>The most bytes of a request's body.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <summary>GET answers HEAD too, without a body.</summary>
    internal static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps the endpoints under the group's own prefix.</summary>
    /// <returns>A builder that reaches all of them.</returns>
    public static IEndpointConventionBuilder MapMadLabStore(this IEndpointRouteBuilder group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var store = group.MapGroup(string.Empty);
        TemplateEndpoints.Map(Area(store, "templates"));
        WorkspaceEndpoints.Map(Area(store, "workspaces"));
        PreferencesEndpoints.Map(Area(store, "preferences"));
        return store;
    }

    /// <summary>
    /// Says that the endpoint reads JSON, for the OpenAPI document alone: with the one media type, routing would refuse all others
    /// with a bare 415, where ours is to be a problem like every error.
    /// </summary>
    internal static RouteHandlerBuilder AcceptsJson<TBody>(this RouteHandlerBuilder endpoint)
        where TBody : notnull =>
        endpoint.Accepts<TBody>("application/json", "*/*")
            .WithProblems(400, 413, 415, 507);

    private static RouteGroupBuilder Area(RouteGroupBuilder store, string name) =>
        store.MapGroup("/" + name)
            .WithTags(char.ToUpperInvariant(name[0]) + name[1..])
            .AddEndpointFilter(new RequestFilter(name));
}
