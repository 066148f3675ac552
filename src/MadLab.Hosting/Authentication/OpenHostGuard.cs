using System.Net;
using MadLab.Hosting.Configuration;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MadLab.Hosting.Authentication;

/// <summary>Keeps a host of Production from being open to a network by oversight.</summary>
internal static class OpenHostGuard
{
    /// <summary>Looks at what the configuration says, before anything listens.</summary>
    /// <exception cref="SettingException">It would listen beyond loopback, without a sign-in, and nobody said that it may.</exception>
    public static async Task CheckAsync(WebApplication app) => await CheckAsync(app, Configured(app.Configuration));

    /// <summary>Looks at where the server does listen: code can add what no setting says.</summary>
    /// <exception cref="SettingException">As before.</exception>
    public static async Task CheckListeningAsync(WebApplication app) =>
        await CheckAsync(app, app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []);

    private static async Task CheckAsync(WebApplication app, IEnumerable<string> addresses)
    {
        if (!app.Environment.IsProduction()
            || app.Services.GetRequiredService<AuthSettings>().IsOpen
            || addresses.FirstOrDefault(static a => !IsLocal(a)) is not { } address
            || await IsProtectedAsync(app))
        {
            return;
        }

        throw new SettingException(
            $"{SettingException.Shown(address)} can be reached from other machines, and nobody would have to sign in: set {AuthSettings.ApiKeysKey} or {AuthSettings.AuthorityKey}, "
            + $"listen on loopback behind a proxy that asks for a sign-in, or say that it is meant to be open with {AuthSettings.OpenKey}=true.");
    }

    /// <summary>By the rules by which Kestrel picks its addresses.</summary>
    private static IEnumerable<string> Configured(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(static e => e["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
        {
            return endpoints;
        }

        if (configuration["urls"] is { Length: > 0 } urls)
        {
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        // A port alone means every address of the machine.
        return new[] { configuration["http_ports"], configuration["https_ports"] }
            .Where(static ports => !string.IsNullOrWhiteSpace(ports))
            .Select(static ports => $"http://*:{ports!.Split(';')[0]}");
    }

    private static bool IsLocal(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address.Trim());
            return parsed.IsUnixPipe || parsed.IsNamedPipe
                || parsed.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(parsed.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
        }
        catch (FormatException)
        {
            // The server will say what is wrong with it.
            return true;
        }
    }

    /// <summary>Whether a sign-in is asked for prices: ours, or that of a host of one's own.</summary>
    private static async Task<bool> IsProtectedAsync(WebApplication app)
    {
        if (app.Services.GetService<IAuthorizationPolicyProvider>() is not { } policies)
        {
            return false;
        }

        if (await policies.GetFallbackPolicyAsync() is not null)
        {
            return true;
        }

        var market = ((IEndpointRouteBuilder)app).DataSources.SelectMany(static s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(static e => e.RoutePattern.RawText?.TrimEnd('/').EndsWith("/market", StringComparison.Ordinal) == true);
        return market.Any() && market.All(static e => e.Metadata.GetMetadata<IAllowAnonymous>() is null
            && (e.Metadata.GetMetadata<IAuthorizeData>() is not null || e.Metadata.GetMetadata<AuthorizationPolicy>() is not null));
    }
}
