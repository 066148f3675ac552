using System.ComponentModel;
using System.Text.Json.Serialization;

namespace MadLab.Market.Http.Schemas;

[Description("type=quality: what looks wrong in the bars of a range. Nothing is altered.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class QualitySchema : IMarketAnswer
{
    [JsonPropertyName("symbol")]
    public required string Symbol { get; init; }

    [JsonPropertyName("range")]
    public required string Range { get; init; }

    [JsonPropertyName("bars")]
    public required int Bars { get; init; }

    [Description("By the exchange's calendar; null where it is not known.")]
    [JsonPropertyName("sessionsExpected")]
    public required int? SessionsExpected { get; init; }

    [Description("Oldest first, at most 1000.")]
    [JsonPropertyName("issues")]
    public required IReadOnlyList<QualityIssueSchema> Issues { get; init; }

    [Description("All of them, those not listed included.")]
    [JsonPropertyName("issuesFound")]
    public required int IssuesFound { get; init; }

    [Description("Why prices refuse this series; not there when they serve it.")]
    [JsonPropertyName("refusal")]
    public string? Refusal { get; init; }
}

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class QualityIssueSchema
{
    [Description("outlier, level_shift, gap, negative, ohlc, stale or duplicate.")]
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    [JsonPropertyName("date")]
    public required DateTimeOffset Date { get; init; }

    [Description("info, warning or error.")]
    [JsonPropertyName("severity")]
    public required string Severity { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }

    [Description("What was found: a price; of a level shift the ratio; of gaps and stale series the number of sessions.")]
    [JsonPropertyName("value")]
    public decimal? Value { get; init; }

    [JsonPropertyName("expected")]
    public decimal? Expected { get; init; }
}
