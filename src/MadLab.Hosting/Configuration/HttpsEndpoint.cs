using Microsoft.Extensions.Configuration;

namespace MadLab.Hosting.Configuration;

/// <summary>Whether the server is told to listen with TLS, by the rules by which Kestrel picks its addresses.</summary>
internal static class HttpsEndpoint
{
    public static bool IsConfigured(IConfiguration configuration)
    {
        // Endpoints of the section win over addresses, and addresses over ports.
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().ToList();
        if (endpoints.Count > 0)
        {
            return endpoints.Exists(static e => IsHttps(e["Url"]));
        }

        if (configuration["urls"] is { Length: > 0 } urls)
        {
            return Array.Exists(urls.Split(';'), static url => IsHttps(url));
        }

        return !string.IsNullOrWhiteSpace(configuration["https_ports"]);
    }

    private static bool IsHttps(string? url) => url?.AsSpan().Trim().StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;
}
