using Microsoft.AspNetCore.Http;

namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>Which pages may open a WebSocket: browsers send cookies along and apply no same-origin rule to it, so the server must.</summary>
internal static class OriginPolicy
{
    /// <summary>The entry that allows every origin.</summary>
    public const string Any = "*";

    public static bool Allows(HttpRequest request, StreamingOptions options)
    {
        var origins = request.Headers.Origin;
        if (origins.Count == 0)
        {
            return !options.RequireOrigin;
        }

        if (options.AllowedOrigins.Contains(Any))
        {
            return true;
        }

        if (origins.Count > 1 || Normalize(origins[0]) is not { } origin)
        {
            return false;
        }

        if (IsSameHost(new Uri(origin), request.Host))
        {
            return true;
        }

        foreach (var allowed in options.AllowedOrigins)
        {
            if (Normalize(allowed) == origin)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Scheme, host and port in one form; null when the text is not an origin.</summary>
    public static string? Normalize(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri is { Host.Length: > 0, PathAndQuery: "/" or "", Fragment: "", UserInfo: "" }
            ? uri.GetLeftPart(UriPartial.Authority).ToLowerInvariant()
            : null;

    // The scheme is not compared: behind a proxy that ends TLS the host sees http where the page was loaded by https.
    private static bool IsSameHost(Uri origin, HostString host) =>
        string.Equals(origin.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? port == origin.Port : origin.IsDefaultPort);
}
