using MadLab.Http;
using MadLab.Market.Caching;

namespace MadLab.Market.Http;

/// <summary>Writes where an answer came from, as a member of a <c>POST</c> answer has it.</summary>
internal static class EntryMeta
{
    public static byte[] Of(MarketEntry entry) => MarketJson.Write(256, json =>
    {
        var provenance = entry.Provenance;
        json.WriteStartObject();
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
    });
}
