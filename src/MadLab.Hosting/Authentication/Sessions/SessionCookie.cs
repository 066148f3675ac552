using MadLab.Hosting.Authentication.Keys;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Hosting.Authentication.Sessions;

/// <summary>The cookie of a page that exchanged a key: out of reach of scripts, sent to no other site, and worth nothing once the key is revoked.</summary>
internal static class SessionCookie
{
    public const string Name = "madlab";

    public static void Configure(CookieAuthenticationOptions options, TimeSpan lifetime)
    {
        options.Cookie.Name = Name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;

        // Behind TLS always; plain HTTP is for loopback, where a browser would not keep a secure one.
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = lifetime;
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = static context =>
        {
            var ring = context.HttpContext.RequestServices.GetRequiredService<ApiKeyRing>();
            if (context.Principal is not { } caller || KeyIdentity.KeyOf(caller) is not { } id || ring.Find(id) is null)
            {
                context.RejectPrincipal();
            }

            return Task.CompletedTask;
        };
    }
}
