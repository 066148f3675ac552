using MadLab.Http;
using MadLab.Market.Caching;

namespace MadLab.Market.Http;

/// <summary>Writes where an answer came from, as a <c>POST</c> answer has it.</summary>
internal static class EntryMeta
{
    /// <summary>The object of an entry's provenance.</summary>
    public static byte[] Source(Provenance provenance) => MarketJson.Write(256, json =>
    {
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
        json.WriteEndObject();
    });

    /// <summary>The array of the attempts at a part.</summary>
    public static byte[] Attempts(IReadOnlyList<ProviderAttempt> attempts, MarketKind part) => MarketJson.Write(128, json =>
    {
        json.WriteStartArray();
        foreach (var attempt in attempts)
        {
            json.WriteStartObject();
            json.WriteString("provider"u8, attempt.Provider);
            json.WriteNumber("ms"u8, Math.Round(attempt.Duration.TotalMilliseconds, 3));
            json.WriteString("outcome"u8, attempt.Error is { } error ? Problem.Classify(error).Code : "OK");
            json.WriteString("part"u8, part.ToText());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
