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

        // To itself alone, so that the browser's console on the index page can try the streams.
        headers.ContentSecurityPolicy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
