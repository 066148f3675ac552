using MadLab.Hosting.Authentication.Keys;
using MadLab.Hosting.Authentication.Sessions;
using MadLab.Hosting.Authentication.Tickets;
using MadLab.Hosting.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Hosting.Authentication;

/// <summary>The sign-in of the host, where the configuration asks for one.</summary>
internal static class HostAuth
{
    /// <summary>What a host with a sign-in sets by default.</summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        [SettingKeys.OperatorPolicy] = AuthSchemes.OperatePolicy,

        // The question is answered from memory, so that a stream can end soon after its key.
        [SettingKeys.AuthorizationInterval] = "00:00:05",
    };

    public static AuthSettings Add(WebApplicationBuilder builder)
    {
        var settings = AuthSettings.Read(builder.Configuration, builder.Environment.ContentRootPath);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<OpenHostCheck>();
        builder.Services.AddHostedService(static s => s.GetRequiredService<OpenHostCheck>());
        if (!settings.IsOn)
        {
            return settings;
        }

        ConfigurationLayers.AddDefaults(builder.Configuration, Defaults);
        var schemes = builder.Services.AddAuthentication(AuthSchemes.Any)
            .AddPolicyScheme(AuthSchemes.Any, null, any => any.ForwardDefaultSelector = context => SchemeOf(context, settings))
            .AddScheme<AuthenticationSchemeOptions, TicketHandler>(AuthSchemes.Ticket, null);
        if (settings.ApiKeys)
        {
            AddKeys(builder.Services, schemes, settings);
        }

        if (settings.Authority is { } authority)
        {
            schemes.AddJwtBearer(AuthSchemes.Jwt, jwt =>
            {
                jwt.Authority = authority.AbsoluteUri;
                jwt.Audience = settings.Audience;
                jwt.RequireHttpsMetadata = authority.Scheme == Uri.UriSchemeHttps;
                jwt.MapInboundClaims = false;
                jwt.SaveToken = false;
                jwt.BackchannelTimeout = TimeSpan.FromSeconds(10);
                jwt.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
                jwt.TokenValidationParameters.NameClaimType = "name";
            });
        }

        builder.Services.AddSingleton<TicketStore>();
        TicketServer.Add(builder.Services);
        builder.Services.AddSingleton<IAuthorizationHandler, ScopeHandler>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalWriter>();
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(AuthSchemes.ReadPolicy, static p => Ask(p, Scopes.Read))
            .AddPolicy(AuthSchemes.WritePolicy, static p => Ask(p, Scopes.Write))
            .AddPolicy(AuthSchemes.OperatePolicy, static p => Ask(p, Scopes.Operate))

            // What nobody thought of is not open.
            .SetFallbackPolicy(Ask(new AuthorizationPolicyBuilder(), Scopes.Read).Build());
        return settings;
    }

    /// <summary>What the endpoints ask for: reading is the fallback.</summary>
    public static void Protect(MadLabHostEndpoints endpoints)
    {
        endpoints.Api.Store.Add(static endpoint =>
        {
            if (!IsRead(endpoint))
            {
                endpoint.Metadata.Add(new AuthorizeAttribute(AuthSchemes.WritePolicy));
            }
        });
        endpoints.Api.Health.Add(static endpoint =>
        {
            // For orchestrators, which have no key and learn nothing but yes or no.
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && (path.EndsWith("/live", StringComparison.Ordinal) || path.EndsWith("/ready", StringComparison.Ordinal)))
            {
                endpoint.Metadata.Add(new AllowAnonymousAttribute());
            }
        });
    }

    private static void AddKeys(IServiceCollection services, AuthenticationBuilder schemes, AuthSettings settings)
    {
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<ApiKeyRing>();
        services.AddHostedService(static s => s.GetRequiredService<ApiKeyRing>());
        services.AddDataProtection().SetApplicationName("MadLab").PersistKeysToFileSystem(new DirectoryInfo(settings.ProtectionKeys));
        schemes.AddScheme<AuthenticationSchemeOptions, KeyHandler>(AuthSchemes.Key, null)
            .AddCookie(AuthSchemes.Session, cookie => SessionCookie.Configure(cookie, settings.SessionLifetime));
    }

    private static string SchemeOf(HttpContext context, AuthSettings settings)
    {
        if (context.Features.Get<TicketFeature>() is not null)
        {
            return AuthSchemes.Ticket;
        }

        if (KeyHandler.TokenOf(context.Request.Headers.Authorization) is { } token)
        {
            return settings.Authority is null || (settings.ApiKeys && token.StartsWith(ApiKey.Prefix, StringComparison.Ordinal)) ? AuthSchemes.Key : AuthSchemes.Jwt;
        }

        return settings.ApiKeys && OwnPage.Sent(context.Request) ? AuthSchemes.Session
            : settings.ApiKeys ? AuthSchemes.Key
            : AuthSchemes.Jwt;
    }

    private static AuthorizationPolicyBuilder Ask(AuthorizationPolicyBuilder policy, Scopes scope) =>
        policy.RequireAuthenticatedUser().AddRequirements(new ScopeRequirement(scope));

    private static bool IsRead(EndpointBuilder endpoint) =>
        endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods is { Count: > 0 } methods
        && methods.All(static m => HttpMethods.IsGet(m) || HttpMethods.IsHead(m));
}
