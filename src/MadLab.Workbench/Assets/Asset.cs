using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MadLab.Workbench.Assets;

/// <summary>A file of the page, as it is and in the encodings it was built with.</summary>
internal sealed class Asset
{
    private readonly Lazy<byte[]> _plain;
    private readonly Lazy<byte[]>? _brotli;
    private readonly Lazy<byte[]>? _gzip;
    private readonly Lazy<string> _hash;
    private readonly string _contentType;

    public Asset(string path, Lazy<byte[]> plain, Lazy<byte[]>? brotli, Lazy<byte[]>? gzip)
    {
        Path = path;
        _plain = plain;
        _brotli = brotli;
        _gzip = gzip;
        _hash = new(() => Convert.ToHexStringLower(SHA256.HashData(plain.Value))[..16]);
        _contentType = System.IO.Path.GetExtension(path) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".html" => "text/html; charset=utf-8",
            _ => "application/octet-stream",
        };
    }

    /// <summary>Below the page, without a slash at its beginning.</summary>
    public string Path { get; }

    public ReadOnlyMemory<byte> Bytes => _plain.Value;

    public async Task WriteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var (bytes, encoding) = Choose(request);
        var tag = new EntityTagHeaderValue($"\"{_hash.Value}{(encoding is null ? "" : "-" + encoding)}\"");

        // The name of what the build put into its folder changes with its content.
        response.Headers.CacheControl = Path.StartsWith("assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "public, no-cache";
        response.Headers.ETag = tag.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false) || t == EntityTagHeaderValue.Any))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = _contentType;
        response.ContentLength = bytes.Length;
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        if (!HttpMethods.IsHead(request.Method))
        {
            await response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
        }
    }

    private (byte[] Bytes, string? Encoding) Choose(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        bool Takes(string name) => accepted.Any(a => a.Value.Equals(name, StringComparison.OrdinalIgnoreCase) && a.Quality is not 0);
        return _brotli is not null && Takes("br") ? (_brotli.Value, "br")
            : _gzip is not null && Takes("gzip") ? (_gzip.Value, "gzip")
            : (_plain.Value, null);
    }
}
