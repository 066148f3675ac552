using System.Text.Json;
using MadLab.Http;
using MadLab.Market.Caching;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>The answer of <c>POST /market</c>: what could be had, and why the rest could not, written straight to the connection.</summary>
internal sealed class BatchPostResult(BatchRequest request, BatchParts parts, DateTimeOffset now) : IResult, IStatusCodeHttpResult
{
    private readonly PartRead[] _symbol = new PartRead[request.Kinds.Count];

    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = MarketHeaders.Json;
        response.Headers.CacheControl = "no-store";
        using (parts)
        {
            // Started first: until then the server keeps what is written in memory of its own.
            await response.StartAsync(httpContext.RequestAborted);
            await WriteAsync(new BodySender(response.BodyWriter), httpContext.RequestAborted);
        }
    }

    private async Task WriteAsync(BodySender body, CancellationToken cancellationToken)
    {
        body.Write("{\"results\":{"u8);
        var isFirst = true;
        for (var i = 0; i < request.Symbols.Count; i++)
        {
            if (await TakeAsync(i) is not { } first)
            {
                continue;
            }

            body.Write(isFirst ? default : ","u8);
            isFirst = false;
            if (!await WriteResultAsync(body, request.Symbols[i], first, cancellationToken))
            {
                return;
            }

            LetGo(i);
        }

        // An object of its own, whose brace becomes the comma.
        body.Write("},"u8);
        body.Write(MarketJson.Write(128, WriteRest).AsSpan(1));
        await body.SendAsync(cancellationToken);
    }

    /// <summary>Takes a symbol's parts; the first that could be had, or null where none could.</summary>
    private async ValueTask<MarketEntry?> TakeAsync(int symbol)
    {
        MarketEntry? first = null;
        for (var k = 0; k < _symbol.Length; k++)
        {
            var part = await parts.TakeAsync((symbol * _symbol.Length) + k);
            _symbol[k] = part;
            first ??= part.Error is null ? part.Read.Entry : null;
        }

        return first;
    }

    private void LetGo(int symbol)
    {
        for (var k = 0; k < _symbol.Length; k++)
        {
            parts.LetGo((symbol * _symbol.Length) + k);
        }

        Array.Clear(_symbol);
    }

    /// <summary>Writes a symbol's member; false when the client is gone.</summary>
    private async ValueTask<bool> WriteResultAsync(BodySender body, Symbol symbol, MarketEntry first, CancellationToken cancellationToken)
    {
        body.WriteName(symbol);
        body.Write("{"u8);
        for (var k = 0; k < _symbol.Length; k++)
        {
            body.Write(MarketKinds.MemberNames[(int)request.Kinds[k]]);
            if (_symbol[k].Error is not null)
            {
                body.Write("null"u8);
            }
            else if (!await body.WriteAsync(_symbol[k].Read.Entry.Identity.Bytes, cancellationToken))
            {
                return false;
            }

            body.Write(","u8);
        }

        body.Write("\"meta\":"u8);
        PostMeta.Write(body, _symbol, request.Kinds, first);
        body.Write("}"u8);
        return true;
    }

    private void WriteRest(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteErrors(json);
        MarketJson.Time(json, "timestamp"u8, now);
        json.WriteEndObject();
    }

    private void WriteErrors(Utf8JsonWriter json)
    {
        var hasErrors = false;
        for (var i = 0; i < request.Symbols.Count; i++)
        {
            MarketDataException? gravest = null;
            for (var k = 0; k < request.Kinds.Count; k++)
            {
                gravest = ErrorOf(i, k) is { } error && (gravest is null || BatchProblem.Gravity(error) > BatchProblem.Gravity(gravest)) ? error : gravest;
            }

            if (gravest is not null)
            {
                if (!hasErrors)
                {
                    json.WriteStartObject("errors"u8);
                    hasErrors = true;
                }

                WriteErrors(json, i, gravest);
            }
        }

        if (hasErrors)
        {
            json.WriteEndObject();
        }
    }

    private void WriteErrors(Utf8JsonWriter json, int symbol, MarketDataException gravest)
    {
        json.WriteStartObject(request.Symbols[symbol].Value);
        WriteError(json, gravest);
        if (request.Kinds.Count > 1)
        {
            json.WriteStartObject("parts"u8);
            for (var k = 0; k < request.Kinds.Count; k++)
            {
                if (ErrorOf(symbol, k) is { } error)
                {
                    json.WriteStartObject(request.Kinds[k].ToText());
                    WriteError(json, error);
                    json.WriteEndObject();
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private MarketDataException? ErrorOf(int symbol, int kind) => parts[(symbol * request.Kinds.Count) + kind].Error;

    private static void WriteError(Utf8JsonWriter json, MarketDataException error)
    {
        json.WriteString("code"u8, Problem.Classify(error.Kind).Code);
        json.WriteString("error"u8, error.Message);
    }
}
