using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace MadLab.Http;

/// <summary>An answer that nobody may keep, with its length known; to HEAD, its headers alone.</summary>
internal sealed class NoStoreResult : IResult, IStatusCodeHttpResult
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly string _contentType;
    private readonly int _status;

    private NoStoreResult(ReadOnlyMemory<byte> body, string contentType, int status)
    {
        _body = body;
        _contentType = contentType;
        _status = status;
    }

    int? IStatusCodeHttpResult.StatusCode => _status;

    public static NoStoreResult Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type), "application/json", status);

    public static NoStoreResult Text(string text, string contentType) => new(Encoding.UTF8.GetBytes(text), contentType, StatusCodes.Status200OK);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _status;
        response.ContentType = _contentType;
        response.ContentLength = _body.Length;
        response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.BodyWriter.WriteAsync(_body, httpContext.RequestAborted);
        }
    }
}
