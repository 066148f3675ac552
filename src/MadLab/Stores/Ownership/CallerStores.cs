using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace MadLab.Stores.Ownership;

/// <summary>The stores as a caller sees them: an endpoint's only way to documents.</summary>
internal sealed class CallerStores(IWorkspaceStore workspaces, ITemplateStore templates, IPreferencesStore preferences)
{
    public async ValueTask<IWorkspaceStore> WorkspacesAsync(HttpRequest request, CancellationToken cancellationToken) =>
        workspaces.OwnedBy(await OwnerAsync(request.HttpContext, cancellationToken));

    public async ValueTask<ITemplateStore> TemplatesAsync(HttpRequest request, CancellationToken cancellationToken) =>
        templates.OwnedBy(await OwnerAsync(request.HttpContext, cancellationToken));

    /// <summary>With the owner: these have no key of their own to be told apart by.</summary>
    public async ValueTask<(IPreferencesStore Store, string Owner)> PreferencesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var owner = await OwnerAsync(request.HttpContext, cancellationToken);
        return (preferences.OwnedBy(owner), owner);
    }

    private static async ValueTask<string> OwnerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        // What follows depends on who asks, errors included: nothing that is kept of it may be taken for somebody else's.
        context.Response.Headers.Append(HeaderNames.Vary, "Authorization, Cookie");

        // From the request's services: the host's may be scoped.
        var rule = context.RequestServices.GetRequiredService<IMadLabOwner>();
        var owner = await rule.GetOwnerAsync(context.User, cancellationToken);
        return StoreOwners.FaultOf(owner) is { } fault
            ? throw new InvalidOperationException($"{rule.GetType().Name} gave an owner that cannot be used. {fault}")
            : owner;
    }
}
