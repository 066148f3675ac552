using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MadLab.Routing;

/// <summary>The route tables MadLab was mapped into, looked at once all endpoints are there.</summary>
internal sealed class MappedRoutes
{
    private readonly Lock _gate = new();
    private readonly HashSet<ICollection<EndpointDataSource>> _tables = [];

    public void Watch(ICollection<EndpointDataSource> table)
    {
        lock (_gate)
        {
            _tables.Add(table);
        }
    }

    /// <summary>Finds a route of ours that the app has too.</summary>
    /// <exception cref="InvalidOperationException">There is one; the message names both.</exception>
    public void Check()
    {
        ICollection<EndpointDataSource>[] tables;
        lock (_gate)
        {
            tables = [.. _tables];
        }

        foreach (var table in tables)
        {
            var endpoints = table.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
            foreach (var group in endpoints.GroupBy(e => TextOf(e), StringComparer.OrdinalIgnoreCase))
            {
                Check([.. group]);
            }
        }
    }

    private static void Check(RouteEndpoint[] samePattern)
    {
        for (var i = 0; i < samePattern.Length; i++)
        {
            for (var j = i + 1; j < samePattern.Length; j++)
            {
                var (first, second) = (samePattern[i], samePattern[j]);
                if ((IsOurs(first) || IsOurs(second)) && SameMethods(first, second) && SameHosts(first, second))
                {
                    var (ours, theirs) = IsOurs(first) ? (first, second) : (second, first);
                    throw new InvalidOperationException(
                        $"The route '/{TextOf(ours)}' is mapped twice: by MadLab ('{ours.DisplayName}') and by the app ('{theirs.DisplayName}'). "
                        + "Map MadLab under another prefix, such as app.MapMadLab(\"/lab\"), or move the app's own endpoint.");
                }
            }
        }
    }

    private static bool IsOurs(Endpoint endpoint) => endpoint.Metadata.GetMetadata<MadLabRoute>() is not null;

    private static string TextOf(RouteEndpoint endpoint) => (endpoint.RoutePattern.RawText ?? string.Empty).Trim('/');

    private static bool SameMethods(Endpoint first, Endpoint second)
    {
        var a = first.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        var b = second.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        return a is not { Count: > 0 } || b is not { Count: > 0 } || a.Intersect(b, StringComparer.OrdinalIgnoreCase).Any();
    }

    private static bool SameHosts(Endpoint first, Endpoint second)
    {
        var a = first.Metadata.GetMetadata<IHostMetadata>()?.Hosts;
        var b = second.Metadata.GetMetadata<IHostMetadata>()?.Hosts;
        return a is not { Count: > 0 } || b is not { Count: > 0 } || a.Intersect(b, StringComparer.OrdinalIgnoreCase).Any();
    }
}
