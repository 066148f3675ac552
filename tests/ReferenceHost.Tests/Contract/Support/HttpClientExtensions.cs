using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ReferenceHost.Tests.Contract.Support;

/// <summary>Requests in one line.</summary>
internal static class HttpClientExtensions
{
    public static Task<HttpAnswer> AskAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.AskAsync(HttpMethod.Get, path, null, headers);

    public static Task<HttpAnswer> PostJsonAsync(this HttpClient client, string path, object body, params (string Name, string Value)[] headers) =>
        client.AskAsync(HttpMethod.Post, path, Json(body), headers);

    public static Task<HttpAnswer> PutJsonAsync(this HttpClient client, string path, object body, params (string Name, string Value)[] headers) =>
        client.AskAsync(HttpMethod.Put, path, Json(body), headers);

    public static Task<HttpAnswer> RemoveAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.AskAsync(HttpMethod.Delete, path, null, headers);

    public static async Task<HttpAnswer> AskAsync(
        this HttpClient client, HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return await HttpAnswer.OfAsync(response);
    }

    /// <summary>JSON: a text as it is, anything else written with camel-case names.</summary>
    public static HttpContent Json(object body) => Bytes(
        body as string is { } text ? Encoding.UTF8.GetBytes(text) : JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web), "application/json");

    /// <summary>Any bytes under any media type; null for none at all.</summary>
    public static HttpContent Bytes(byte[] bytes, string? contentType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return content;
    }
}
