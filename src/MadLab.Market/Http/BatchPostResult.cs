using System.Text.Json;
using MadLab.Http;
using MadLab.Market.Caching;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>The answer of <c>POST /market</c>: what could be had, and why the rest could not, written straight to the connection.</summary>
internal sealed class BatchPostResult(BatchRequest request, PartRead[] parts, DateTimeOffset now) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartObject("results"u8);
        for (var i = 0; i < request.Symbols.Count; i++)
        {
            var symbolParts = PartsOf(i);
            if (Array.Exists(symbolParts, p => p.Error is null))
            {
                json.WritePropertyName(request.Symbols[i].Value);
                WriteResult(json, symbolParts);

                // Sent as it is made: a hundred symbols never stand in memory twice.
                json.Flush();
                await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
            }
        }

        json.WriteEndObject();
        WriteErrors(json);
        MarketJson.Time(json, "timestamp"u8, now);
        json.WriteEndObject();
    }

    private PartRead[] PartsOf(int symbol) => parts[(symbol * request.Kinds.Count)..((symbol + 1) * request.Kinds.Count)];

    private void WriteResult(Utf8JsonWriter json, PartRead[] symbolParts)
    {
        json.WriteStartObject();
        for (var k = 0; k < symbolParts.Length; k++)
        {
            json.WritePropertyName(request.Kinds[k].ToText());
            if (symbolParts[k].Error is null)
            {
                json.WriteRawValue(symbolParts[k].Read.Entry.Identity.Bytes, skipInputValidation: true);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        WriteMeta(json, Array.Find(symbolParts, p => p.Error is null).Read.Entry);
        json.WriteEndObject();
    }

    private static void WriteMeta(Utf8JsonWriter json, MarketEntry entry)
    {
        var provenance = entry.Provenance;
        json.WriteStartObject("meta"u8);
        json.WriteString("provider"u8, provenance.Provider);
        json.WriteString("feed"u8, provenance.Feed);
        json.WriteNumber("delaySeconds"u8, provenance.DelaySeconds);
        json.WriteString("adjustment"u8, provenance.Adjustment is { } adjustment ? MarketHeaders.ToText(adjustment) : null);
        if (provenance.AsOf is { } asOf)
        {
            MarketJson.Time(json, "asOf"u8, asOf);
        }
        else
        {
            json.WriteNull("asOf"u8);
        }

        MarketJson.Time(json, "fetchedAt"u8, provenance.FetchedAt);
        json.WriteStartArray("attempts"u8);
        foreach (var attempt in entry.Attempts)
        {
            json.WriteStartObject();
            json.WriteString("provider"u8, attempt.Provider);
            json.WriteNumber("ms"u8, Math.Round(attempt.Duration.TotalMilliseconds, 3));
            json.WriteString("outcome"u8, attempt.Error is { } error ? Problem.Classify(error).Code : "OK");
            json.WriteEndObject();
        }

        json.WriteEndArray();
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
