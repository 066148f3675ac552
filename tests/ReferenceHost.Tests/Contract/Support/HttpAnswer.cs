using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ReferenceHost.Tests.Contract.Support;

/// <summary>An answer read to its end, so that a test can look at it from all sides.</summary>
public sealed class HttpAnswer
{
    private HttpAnswer(HttpResponseMessage response, byte[] body)
    {
        Status = response.StatusCode;
        Body = body;
        Headers = response.Headers;
        ContentHeaders = response.Content.Headers;
    }

    public HttpStatusCode Status { get; }

    public byte[] Body { get; }

    public HttpResponseHeaders Headers { get; }

    public HttpContentHeaders ContentHeaders { get; }

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON; throws where it is none.</summary>
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
    }

    public string? ContentType => ContentHeaders.ContentType?.ToString();

    public string? ETag => Header("ETag");

    public string? CacheControl => Header("Cache-Control");

    public static async Task<HttpAnswer> OfAsync(HttpResponseMessage response) => new(response, await response.Content.ReadAsByteArrayAsync());

    /// <summary>A header as it came over the wire, its lines joined by commas; null where there is none.</summary>
    public string? Header(string name) =>
        Headers.NonValidated.TryGetValues(name, out var values) || ContentHeaders.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;
}
