using MadLab.Hosting.Authentication.Keys;
using MadLab.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace MadLab.Hosting.Authentication;

/// <summary>Says no as the contract writes errors.</summary>
internal sealed class RefusalWriter(ApiKeyRing? ring = null) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        if (authorizeResult.Forbidden)
        {
            var scope = authorizeResult.AuthorizationFailure?.FailedRequirements.OfType<ScopeRequirement>().FirstOrDefault()?.Scope ?? Scopes.None;
            var lacking = string.Join(", ", ScopeNames.Of(scope));
            return new Problem(
                StatusCodes.Status403Forbidden,
                "FORBIDDEN",
                lacking.Length == 0 ? "You may not do this." : $"The sign-in lacks the scope {lacking}.").ExecuteAsync(context);
        }

        return Unauthenticated(context, ring).ExecuteAsync(context);
    }

    /// <summary>The answer to somebody who is not signed in.</summary>
    public static Problem Unauthenticated(HttpContext context, ApiKeyRing? ring)
    {
        if (ring is { IsLoaded: false })
        {
            // A stranger or not: nobody can tell before the keys were read once.
            return new Problem(StatusCodes.Status503ServiceUnavailable, "STORE_UNAVAILABLE", "The keys cannot be read now; try again.") { RetryAfter = TimeSpan.FromSeconds(5) };
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return new Problem(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED", "Sign in: send a key or a token that holds, as Authorization: Bearer ..")
        {
            // Tells the page that it may ask for a key, which hosts with a sign-in of their own do not take.
            Extensions = ring is null ? null : static json => json.WriteString("session"u8, AuthEndpoints.SessionPath),
        };
    }
}
