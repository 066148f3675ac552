using System.Text.Json;
using MadLab.Http;
using MadLab.Market.Info;
using MadLab.Market.Providers;
using MadLab.Market.RateLimiting;
using MadLab.Market.Service;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>The handlers of <c>/market/providers</c> and <c>/market/search</c>.</summary>
internal sealed class DirectoryEndpoints(IMarketData market, ProviderRegistry registry, AddressLimiter limiter)
{
    /// <summary>The types of providers' own, with their schemas.</summary>
    public IResult Types() => new JsonResult(json =>
    {
        json.WriteStartArray();
        foreach (var (type, providers) in registry.DataTypes)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, type.Name);
            json.WriteString("description"u8, type.Description);
            json.WriteStartArray("providers"u8);
            foreach (var provider in providers)
            {
                json.WriteStringValue(provider);
            }

            json.WriteEndArray();
            json.WritePropertyName("schema"u8);
            json.WriteRawValue(type.Schema);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public IResult Providers() => new JsonResult(json =>
    {
        json.WriteStartArray();
        foreach (var status in market.GetProviders())
        {
            Write(json, status);
        }

        json.WriteEndArray();
    });

    public async Task<IResult> SearchAsync(string? q, HttpContext context)
    {
        if (limiter.Refuse(context, 1) is { } limited)
        {
            return limited;
        }

        var text = q?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return new Problem(StatusCodes.Status400BadRequest, "MISSING_QUERY", "The query parameter q is required.");
        }

        if (text.Length > MarketDataService.MaxText)
        {
            return new Problem(StatusCodes.Status400BadRequest, "INVALID_QUERY", $"The query parameter q has at most {MarketDataService.MaxText} characters.");
        }

        var hits = await market.SearchAsync(text, cancellationToken: context.RequestAborted);
        return new JsonResult(json =>
        {
            json.WriteStartArray();
            foreach (var hit in hits)
            {
                json.WriteStartObject();
                json.WriteString("symbol"u8, hit.Match.Symbol.Value);
                json.WriteString("name"u8, hit.Match.Name);
                json.WriteString("type"u8, hit.Match.Type.ToText());
                json.WriteString("provider"u8, hit.Provider);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, ProviderStatus status)
    {
        var descriptor = status.Descriptor;
        json.WriteStartObject();
        json.WriteString("name"u8, status.Name);
        json.WriteStartArray("capabilities"u8);
        foreach (var name in CapabilityNames.Of(descriptor.Capabilities))
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteString("status"u8, ToText(status.State));
        json.WriteString("feed"u8, descriptor.Feed);
        json.WriteNumber("delaySeconds"u8, descriptor.DelaySeconds);
        json.WriteBoolean("demo"u8, descriptor.IsDemo);
        json.WriteBoolean("asOf"u8, descriptor.AnswersAsOf);
        if (descriptor.Credentials is not ProviderCredentials.NotNeeded)
        {
            json.WriteString("credentials"u8, descriptor.Credentials is ProviderCredentials.Missing ? "missing"u8 : "present"u8);
        }

        json.WriteStartArray("assetClasses"u8);
        foreach (var asset in descriptor.AssetClasses)
        {
            json.WriteStringValue(asset.ToText());
        }

        json.WriteEndArray();
        json.WriteStartObject("limits"u8);
        json.WriteNumber("maxSymbolsPerCall"u8, descriptor.Limits.MaxSymbolsPerCall);
        json.WriteStartArray("intervals"u8);
        foreach (var interval in descriptor.Limits.Intervals)
        {
            json.WriteStringValue(interval.ToText());
        }

        json.WriteEndArray();
        if (descriptor.Limits.MaxIntradayWindow is { } window)
        {
            json.WriteNumber("maxIntradayDays"u8, Math.Round(window.TotalDays, 3));
        }

        Optional(json, "callsPerMinute"u8, descriptor.Limits.CallsPerMinute);
        Optional(json, "callsPerDay"u8, descriptor.Limits.CallsPerDay);
        json.WriteEndObject();
        Optional(json, "quotaLeft"u8, status.QuotaLeft);
        if (status.LastError is { } error && status.LastErrorAt is { } at)
        {
            json.WriteStartObject("lastError"u8);
            json.WriteString("code"u8, Problem.Classify(error).Code);
            MarketJson.Time(json, "at"u8, at);
            json.WriteEndObject();
        }

        if (descriptor.Attribution is not null)
        {
            json.WriteString("attribution"u8, descriptor.Attribution);
        }

        if (descriptor.Terms is not null)
        {
            json.WriteString("terms"u8, descriptor.Terms.OriginalString);
        }

        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static string ToText(ProviderState state) => state switch
    {
        ProviderState.Available => "available",
        ProviderState.Degraded => "degraded",
        _ => "unavailable",
    };
}
