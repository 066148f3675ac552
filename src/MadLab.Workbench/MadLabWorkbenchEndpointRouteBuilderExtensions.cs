using MadLab.Workbench;
using MadLab.Workbench.Assets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the workbench.</summary>
public static class MadLabWorkbenchEndpointRouteBuilderExtensions
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps the workbench's page and its assets. The page has a strict content security policy of its own, asks nothing of other hosts, and finds the API by
    /// a relative address, so that it works below a path base and behind a proxy that takes a prefix off.
    /// </summary>
    /// <param name="endpoints">Where to map it.</param>
    /// <param name="path">Its address, such as <c>/lab</c>; <c>/</c> is the app's root.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>Conventions of all its endpoints, such as <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="ArgumentException">A path does not begin with a slash, or holds what only a pattern may; an origin is none.</exception>
    public static IEndpointConventionBuilder MapMadLabWorkbench(
        this IEndpointRouteBuilder endpoints, string path = "/lab", Action<MadLabWorkbenchOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var options = new MadLabWorkbenchOptions();
        configure?.Invoke(options);
        var paths = new PagePaths(path, options.ApiPath);
        var page = new Page(WorkbenchAssets.Embedded, paths.ApiFromPage, ContentSecurityPolicy.Origins(options.ConnectTo));

        var group = endpoints.MapGroup(paths.Page).ExcludeFromDescription();
        group.MapMethods("/", GetAndHead, page.WriteAsync);
        foreach (var asset in WorkbenchAssets.Embedded.All.Where(static a => a.Path != WorkbenchAssets.IndexPath))
        {
            group.MapMethods("/" + asset.Path, GetAndHead, asset.WriteAsync);
        }

        return group;
    }
}
