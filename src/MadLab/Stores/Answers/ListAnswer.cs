using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace MadLab.Stores.Answers;

/// <summary>A list of documents, sent on while it is written.</summary>
internal sealed class ListAnswer<T>(string member, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write, string? nextCursor = null)
    : IResult, IStatusCodeHttpResult
{
    private const int FlushAt = 64 * 1024;

    int? IStatusCodeHttpResult.StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        await using (var json = new Utf8JsonWriter(response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteStartArray(member);
            var flushed = 0L;
            foreach (var item in items)
            {
                write(json, item);
                if (json.BytesCommitted + json.BytesPending - flushed > FlushAt)
                {
                    flushed = json.BytesCommitted + json.BytesPending;
                    await json.FlushAsync(httpContext.RequestAborted);
                    await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
                }
            }

            json.WriteEndArray();
            if (nextCursor is not null)
            {
                json.WriteString("nextCursor"u8, nextCursor);
            }

            json.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
