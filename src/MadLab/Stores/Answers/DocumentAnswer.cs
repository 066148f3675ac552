using System.Text.Json;
using MadLab.Http;
using Microsoft.AspNetCore.Http;

namespace MadLab.Stores.Answers;

/// <summary>One document, with its entity tag.</summary>
internal sealed class DocumentAnswer : IResult, IStatusCodeHttpResult
{
    private readonly string? _tag;
    private readonly bool _mayBeKept;
    private readonly Action<Utf8JsonWriter> _write;
    private readonly int _status = StatusCodes.Status200OK;

    private DocumentAnswer(string? tag, bool mayBeKept, int status, Action<Utf8JsonWriter> write)
    {
        _tag = tag;
        _mayBeKept = mayBeKept;
        _status = status;
        _write = write;
    }

    int? IStatusCodeHttpResult.StatusCode => _status;

    /// <summary>The answer to a read: 304 when the reader has it already.</summary>
    public static DocumentAnswer Read(HttpRequest request, DocumentTag document, Action<Utf8JsonWriter> write)
    {
        var tag = document.ToString();
        var status = EntityTags.NoneMatchHits(request.Headers.IfNoneMatch, tag) ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
        return new DocumentAnswer(tag, mayBeKept: true, status, write);
    }

    /// <summary>The answer to a committed write.</summary>
    public static DocumentAnswer Written(DocumentTag document, Action<Utf8JsonWriter> write) =>
        new(document.ToString(), mayBeKept: false, StatusCodes.Status200OK, write);

    /// <summary><c>{"ok":true}</c>.</summary>
    public static DocumentAnswer Ok() =>
        new(tag: null, mayBeKept: false, StatusCodes.Status200OK, static json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("ok"u8, true);
            json.WriteEndObject();
        });

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _status;

        // A user's documents are kept by the user's own browser alone, and asked about each time.
        response.Headers.CacheControl = _mayBeKept ? "private, no-cache" : "no-store";
        if (_tag is not null)
        {
            response.Headers.ETag = _tag;
        }

        if (_status == StatusCodes.Status304NotModified)
        {
            return;
        }

        response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(response.BodyWriter))
        {
            _write(json);
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
