using MadLab.Hosting.Authentication.Keys;
using Microsoft.AspNetCore.Authorization;

namespace MadLab.Hosting.Authentication;

/// <summary>Asks for a scope.</summary>
internal sealed record ScopeRequirement(Scopes Scope) : IAuthorizationRequirement;

/// <summary>Looks a key's scopes up as they are now, so that a stream ends with the key; a token's are its own until it expires.</summary>
internal sealed class ScopeHandler(AuthSettings settings, ApiKeyRing? ring = null) : AuthorizationHandler<ScopeRequirement>
{
    // As RFC 8693 and Entra write them.
    private static readonly string[] ScopeClaims = ["scope", "scp"];

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        var scopes = KeyIdentity.KeyOf(context.User) is { } id
            ? ring?.Find(id)?.Scopes ?? Scopes.None
            : OfToken(context);
        if (scopes.HasFlag(requirement.Scope))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private Scopes OfToken(AuthorizationHandlerContext context)
    {
        var scopes = Scopes.None;
        foreach (var claim in context.User.Claims)
        {
            if (ScopeClaims.Contains(claim.Type, StringComparer.Ordinal) && claim.Subject?.IsAuthenticated == true)
            {
                foreach (var name in claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    scopes |= name.StartsWith(settings.ScopePrefix, StringComparison.Ordinal) ? ScopeNames.Find(name[settings.ScopePrefix.Length..]) : Scopes.None;
                }
            }
        }

        return scopes;
    }
}
