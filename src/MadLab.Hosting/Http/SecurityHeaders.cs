using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MadLab.Hosting.Http;

/// <summary>Headers that tell browsers to trust the answers as little as possible. Set before the endpoint runs, so that a page can set its own policy.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        Apply(context.Response.Headers);
        return next(context);
    });

    public static void Apply(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
