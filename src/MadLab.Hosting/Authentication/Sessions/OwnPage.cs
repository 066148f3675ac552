using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MadLab.Hosting.Authentication.Sessions;

/// <summary>Whether a request may count on its cookie: browsers send that along for pages of any port of this host.</summary>
internal static class OwnPage
{
    /// <summary>Browsers name the origin with every WebSocket and every change, and leave it out only where a page of this host reads.</summary>
    public static bool Sent(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return StringValues.IsNullOrEmpty(origin)
            ? !IsUpgrade(request) && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            : Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, AuthorityOf(request), StringComparison.OrdinalIgnoreCase);
    }

    // HTTP/2 opens a WebSocket by CONNECT.
    private static bool IsUpgrade(HttpRequest request) => HttpMethods.IsConnect(request.Method) || request.Headers.Upgrade.Count > 0;

    // As Uri writes it: without the port that the scheme implies. A proxy that ends TLS is not known by the scheme here, so both ports are left out.
    private static string AuthorityOf(HttpRequest request) =>
        request.Host.Port is 80 or 443 ? request.Host.Host : request.Host.Value ?? string.Empty;
}
