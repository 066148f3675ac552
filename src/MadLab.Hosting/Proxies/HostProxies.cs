using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Hosting.Proxies;

/// <summary>Where requests come from, as listed proxies say it.</summary>
internal static class HostProxies
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(ProxySettings.Read(builder.Configuration));
        builder.Services.AddSingleton<UnlistedProxyWarning>();
        builder.Services.AddSingleton<IHealthWarning>(static s => s.GetRequiredService<UnlistedProxyWarning>());
    }

    /// <summary>Comes before whatever looks at an address or a scheme.</summary>
    public static void UseProxies(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<ProxySettings>();
        var warning = app.Services.GetRequiredService<UnlistedProxyWarning>();
        app.Use((context, next) =>
        {
            warning.Look(context);
            return next(context);
        });
        if (!settings.IsAny)
        {
            return;
        }

        // Not the host's name: what a client may ask for is the proxy's affair, which passes the header on.
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,

            // Back through a chain, as far as it is listed: the first that is not is the client.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in settings.Proxies)
        {
            options.KnownProxies.Add(proxy);
        }

        foreach (var network in settings.Networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }
}
