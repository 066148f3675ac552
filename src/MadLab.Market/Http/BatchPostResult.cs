using System.Text;
using System.Text.Json;
using MadLab.Http;
using MadLab.Market.Caching;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>The answer of <c>POST /market</c>: what could be had, and why the rest could not, written straight to the connection.</summary>
internal sealed class BatchPostResult(BatchRequest request, PartRead[] parts, DateTimeOffset now) : IResult, IStatusCodeHttpResult
{
    private static readonly byte[][] MemberNames = [.. MarketKinds.Texts.Select(static text => Encoding.UTF8.GetBytes($"\"{text}\":"))];

    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = MarketHeaders.Json;
        response.Headers.CacheControl = "no-store";

        // Started first: until then the server keeps what is written in memory of its own.
        await response.StartAsync(httpContext.RequestAborted);
        var body = new BodySender(response.BodyWriter);
        body.Write("{\"results\":{"u8);
        var isFirst = true;
        for (var i = 0; i < request.Symbols.Count; i++)
        {
            isFirst &= !WriteResult(body, i, isFirst);
            if (body.IsDue && !await body.SendAsync(httpContext.RequestAborted))
            {
                return;
            }
        }

        // An object of its own, whose brace becomes the comma.
        body.Write("},"u8);
        body.Write(MarketJson.Write(128, WriteRest).AsSpan(1));
        await body.SendAsync(httpContext.RequestAborted);
    }

    private ReadOnlySpan<PartRead> PartsOf(int symbol) => parts.AsSpan(symbol * request.Kinds.Count, request.Kinds.Count);

    /// <summary>Writes a symbol's member; false where nothing of it could be had.</summary>
    private bool WriteResult(BodySender body, int symbol, bool isFirst)
    {
        var symbolParts = PartsOf(symbol);
        MarketEntry? first = null;
        foreach (ref readonly var part in symbolParts)
        {
            first ??= part.Error is null ? part.Read.Entry : null;
        }

        if (first is null)
        {
            return false;
        }

        body.Write(isFirst ? default : ","u8);
        body.WriteName(request.Symbols[symbol]);
        body.Write("{"u8);
        for (var k = 0; k < symbolParts.Length; k++)
        {
            body.Write(MemberNames[(int)request.Kinds[k]]);
            body.Write(symbolParts[k].Error is null ? symbolParts[k].Read.Entry.Identity.Bytes : "null"u8);
            body.Write(","u8);
        }

        body.Write("\"meta\":"u8);
        body.Write(first.Meta);
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
        if (!Array.Exists(parts, p => p.Error is not null))
        {
            return;
        }

        json.WriteStartObject("errors"u8);
        for (var i = 0; i < request.Symbols.Count; i++)
        {
            var symbolParts = PartsOf(i);
            MarketDataException? gravest = null;
            foreach (var part in symbolParts)
            {
                gravest = part.Error is { } error && (gravest is null || BatchProblem.Gravity(error) > BatchProblem.Gravity(gravest)) ? error : gravest;
            }

            if (gravest is null)
            {
                continue;
            }

            json.WriteStartObject(request.Symbols[i].Value);
            WriteError(json, gravest);
            if (symbolParts.Length > 1)
            {
                json.WriteStartObject("parts"u8);
                for (var k = 0; k < symbolParts.Length; k++)
                {
                    if (symbolParts[k].Error is { } error)
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

        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, MarketDataException error)
    {
        json.WriteString("code"u8, Problem.Classify(error.Kind).Code);
        json.WriteString("error"u8, error.Message);
    }
}
