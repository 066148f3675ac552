using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace MadLab.Http;

/// <summary>Reads a JSON body under a limit, so that nothing a caller sends grows memory or reaches a 500.</summary>
internal static class JsonBody
{
    public const int MaxDepth = 32;

    private const long MaxForgotten = 8 * 1024 * 1024;

    /// <summary>The document, which the caller disposes, or the problem to answer with.</summary>
    public static async ValueTask<(JsonDocument? Document, Problem? Problem)> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var most = maxBytes + MaxForgotten;
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // Kestrel's own limit may be lower than ours, or higher: ours is the contract's. What is past ours the server reads and
            // forgets, for a client that is cut off in the middle of sending sees a broken connection and not the answer.
            limit.MaxRequestBodySize = most;
        }

        if (request.ContentLength > most && HttpProtocol.IsHttp11(request.Protocol))
        {
            // Too much even for that: said aloud, or the client's next request finds the connection gone.
            request.HttpContext.Response.Headers.Connection = "close";
        }

        if (string.IsNullOrEmpty(request.ContentType) && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            // Nothing was sent, so nothing is of the wrong type.
            return (null, Problem.InvalidBody());
        }

        if (!IsJson(request.ContentType))
        {
            return (null, new Problem(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Content-Type must be application/json."));
        }

        if (request.ContentLength > maxBytes)
        {
            return (null, TooLarge(maxBytes));
        }

        try
        {
            var reader = request.BodyReader;
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken);
                var buffer = result.Buffer;
                if (buffer.Length > maxBytes)
                {
                    reader.AdvanceTo(buffer.End);
                    return (null, TooLarge(maxBytes));
                }

                if (result.IsCompleted)
                {
                    try
                    {
                        return Parse(buffer);
                    }
                    finally
                    {
                        reader.AdvanceTo(buffer.End);
                    }
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLarge(maxBytes));
        }
        catch (BadHttpRequestException)
        {
            return (null, Problem.InvalidBody());
        }
    }

    private static (JsonDocument? Document, Problem? Problem) Parse(ReadOnlySequence<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return (null, Problem.InvalidBody());
        }

        try
        {
            // Copied: the document outlives the pipe's memory. Checked whole: the reader itself would find bad UTF-8 only when a text is read.
            var bytes = buffer.ToArray();
            return Utf8.IsValid(bytes)
                ? (JsonDocument.Parse(bytes.AsMemory(), new JsonDocumentOptions { MaxDepth = MaxDepth }), null)
                : (null, Problem.InvalidBody());
        }
        catch (JsonException)
        {
            return (null, Problem.InvalidBody());
        }
    }

    private static Problem TooLarge(int maxBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, "BODY_TOO_LARGE", $"The body has more than {maxBytes} bytes.");

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Suffix.HasValue && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
