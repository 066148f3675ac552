using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace MadLab.Workbench.Assets;

/// <summary>The page itself, with the way to the API and a word for its styles that is new with each answer.</summary>
internal sealed class Page
{
    private const string Missing =
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>MadLab</title></head>
        <body><h1>The workbench was left out of this build</h1>
        <p>It is built by Node. Install Node 20.19 or later, build MadLab.Workbench again, and start the host anew. The API is there without it.</p></body></html>
        """;

    private readonly string _before;
    private readonly string _after;
    private readonly string _connectTo;

    public Page(WorkbenchAssets assets, string apiFromPage, string connectTo)
    {
        const string Api = "name=\"madlab-api\" content=\"api\"";
        const string Nonce = "name=\"madlab-nonce\"";
        _connectTo = connectTo;
        var html = assets.Index is { } index ? Encoding.UTF8.GetString(index.Bytes.Span) : Missing;
        html = html.Replace(Api, $"name=\"madlab-api\" content=\"{WebUtility.HtmlEncode(apiFromPage)}\"", StringComparison.Ordinal);
        var at = html.IndexOf(Nonce, StringComparison.Ordinal);
        (_before, _after) = at < 0 ? (html, "") : (html[..(at + Nonce.Length)], html[(at + Nonce.Length)..]);
    }

    public async Task WriteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.Path.Value is { Length: > 0 } path && !path.EndsWith('/'))
        {
            // Relative, because only the caller knows what a proxy has taken off the path.
            response.StatusCode = StatusCodes.Status308PermanentRedirect;
            response.Headers.Location = path[(path.LastIndexOf('/') + 1)..] + "/" + request.QueryString.ToUriComponent();
            return;
        }

        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy.For(nonce, _connectTo);
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
        response.ContentType = "text/html; charset=utf-8";
        var bytes = Encoding.UTF8.GetBytes(_after.Length == 0 ? _before : $"{_before} nonce=\"{nonce}\"{_after}");
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
