using System.Text.Json;
using MadLab.Market.Info;
using MadLab.Market.Quality;

namespace MadLab.Market.Http;

/// <summary>Answers that are computed here, and descriptions.</summary>
internal static partial class MarketJson
{
    public static byte[] VolCone(VolatilityCone cone) => Write(256 + (cone.Windows.Count * 256), json =>
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, cone.Symbol.Value);
        json.WriteString("estimator"u8, cone.Estimator.ToText());
        json.WriteNumber("periodsPerYear"u8, cone.PeriodsPerYear);
        json.WriteString("adjustment"u8, MarketHeaders.ToText(cone.Adjustment));
        Time(json, "asOf"u8, cone.AsOf);
        json.WriteStartArray("windows"u8);
        foreach (var window in cone.Windows)
        {
            json.WriteStartObject();
            json.WriteNumber("days"u8, window.Days);
            json.WriteNumber("current"u8, window.Current);
            json.WriteNumber("rank"u8, window.Rank);
            json.WriteNumber("n"u8, window.Count);
            json.WriteNumber("min"u8, window.Min);
            json.WriteNumber("p10"u8, window.P10);
            json.WriteNumber("p25"u8, window.P25);
            json.WriteNumber("p50"u8, window.P50);
            json.WriteNumber("p75"u8, window.P75);
            json.WriteNumber("p90"u8, window.P90);
            json.WriteNumber("max"u8, window.Max);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Optional(json, "warning"u8, cone.Warning);
        json.WriteEndObject();
    });

    public static byte[] Quality(QualityReport report) => Write(256 + (report.Issues.Count * 256), json =>
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, report.Symbol.Value);
        json.WriteString("range"u8, report.Range.ToText());
        json.WriteNumber("bars"u8, report.Bars);
        if (report.SessionsExpected is { } expected)
        {
            json.WriteNumber("sessionsExpected"u8, expected);
        }
        else
        {
            json.WriteNull("sessionsExpected"u8);
        }

        json.WriteStartArray("issues"u8);
        foreach (var issue in report.Issues)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, issue.Kind.ToText());
            Time(json, "date"u8, issue.Date);
            json.WriteString("severity"u8, issue.Severity.ToText());
            json.WriteString("message"u8, issue.Message);
            Optional(json, "value"u8, issue.Value);
            Optional(json, "expected"u8, issue.Expected);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("issuesFound"u8, report.IssuesFound);
        Optional(json, "refusal"u8, report.Refusal);
        json.WriteEndObject();
    });

    public static byte[] Info(InstrumentInfo info, Provenance provenance) => Write(512, json =>
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, info.Symbol.Value);
        json.WriteString("name"u8, info.Name);
        json.WriteString("type"u8, info.Type.ToText());
        json.WriteString("exchange"u8, info.Exchange);
        json.WriteString("timeZone"u8, info.TimeZone);
        json.WriteString("currency"u8, info.Currency);
        Optional(json, "tickSize"u8, info.TickSize);
        json.WriteString("provider"u8, provenance.Provider);
        json.WriteString("feed"u8, provenance.Feed);
        json.WriteNumber("delaySeconds"u8, provenance.DelaySeconds);
        Optional(json, "attribution"u8, provenance.Attribution);
        json.WriteEndObject();
    });

    private static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
