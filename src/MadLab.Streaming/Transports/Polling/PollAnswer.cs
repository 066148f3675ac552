using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MadLab.Streaming.Access;
using MadLab.Streaming.Hub;
using Microsoft.AspNetCore.Http;

namespace MadLab.Streaming.Transports.Polling;

/// <summary>The answer to a poll: the cursor to come back with and what is newer than the one brought.</summary>
internal sealed class PollAnswer(QuoteHub hub, TimeSpan interval) : IResult, IStatusCodeHttpResult
{
    /// <summary>The version up to which the answer is complete.</summary>
    public long Cursor { get; private set; }

    public List<CellValue> Values { get; } = [];

    public List<(Symbol Symbol, string Code, string Message)> Errors { get; } = [];

    int? IStatusCodeHttpResult.StatusCode => StatusCodes.Status200OK;

    /// <summary>Takes what is newer than <paramref name="since"/> and not newer than the cursor this answer gives.</summary>
    public void Collect(List<SymbolCell> cells, long since, IReadOnlyDictionary<Symbol, Grant>? grants = null)
    {
        Cursor = hub.Published;
        Values.Clear();
        foreach (var cell in cells)
        {
            // Later than the cursor: the next poll brings it, and brings it once.
            if (cell.Current is { } value && value.Seq > since && value.Seq <= Cursor
                && (grants is null || grants[cell.Symbol].Covers(value)))
            {
                Values.Add(value);
            }
        }
    }

    public void CollectErrors(List<SymbolCell> cells)
    {
        foreach (var cell in cells)
        {
            if (cell.Error is { } error)
            {
                Errors.Add((cell.Symbol, error.Code, error.Message));
            }
        }
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = new ArrayBufferWriter<byte>(256 + (Values.Count * 320));
        using (var json = new Utf8JsonWriter(body))
        {
            Write(json);
        }

        var response = httpContext.Response;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(body.WrittenMemory, httpContext.RequestAborted);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("cursor"u8, string.Create(CultureInfo.InvariantCulture, $"{hub.Epoch}.{Cursor}"));
        json.WriteStartArray("updates"u8);
        foreach (var value in Values)
        {
            json.WriteRawValue(value.Body, skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteNumber("interval"u8, (int)interval.TotalMilliseconds);
        if (Errors.Count > 0)
        {
            json.WriteStartObject("errors"u8);
            foreach (var (symbol, code, message) in Errors)
            {
                json.WriteStartObject(symbol.Value);
                json.WriteString("code"u8, code);
                json.WriteString("error"u8, message);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
