using System.ComponentModel;
using System.Text.Json.Serialization;
using MadLab.Http;

namespace MadLab.Market.Http.Schemas;

internal sealed class PostAnswerSchema
{
    [Description("By symbol, in the order asked; without those of which no part could be had.")]
    [JsonPropertyName("results")]
    public required IReadOnlyDictionary<string, PostResultSchema> Results { get; init; }

    [Description("Why something could not be had, by symbol; not there when everything could.")]
    [JsonPropertyName("errors")]
    public IReadOnlyDictionary<string, PostErrorSchema>? Errors { get; init; }

    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }
}

[Description("The parts asked for; one that could not be had is null.")]
internal sealed class PostResultSchema
{
    [JsonPropertyName("prices")]
    public IReadOnlyList<BarSchema>? Prices { get; init; }

    [JsonPropertyName("kpis")]
    public KpisSchema? Kpis { get; init; }

    [JsonPropertyName("vol")]
    public VolSurfaceSchema? Vol { get; init; }

    [JsonPropertyName("meta")]
    public required MetaSchema Meta { get; init; }
}

[Description("Where a result comes from: the first part that could be had, and the others where they differ.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class MetaSchema : SourceSchema
{
    [Description("Every provider asked, in order, for one part after the other.")]
    [JsonPropertyName("attempts")]
    public required IReadOnlyList<AttemptSchema> Attempts { get; init; }

    [Description("Each part's own source; there where parts come from several, or where some are stale and some are not.")]
    [JsonPropertyName("parts")]
    public IReadOnlyDictionary<string, SourceSchema>? Parts { get; init; }
}

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal class SourceSchema
{
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    [JsonPropertyName("feed")]
    public required string Feed { get; init; }

    [Description("How far it lags behind the market, what the host holds back from the caller included.")]
    [JsonPropertyName("delaySeconds")]
    public required int DelaySeconds { get; init; }

    [Description("raw, splits or all; null where it does not apply.")]
    [JsonPropertyName("adjustment")]
    public required string? Adjustment { get; init; }

    [Description("The moment the data describes, UTC; null where it is not known.")]
    [JsonPropertyName("asOf")]
    public required DateTimeOffset? AsOf { get; init; }

    [Description("When the provider answered, UTC.")]
    [JsonPropertyName("fetchedAt")]
    public required DateTimeOffset FetchedAt { get; init; }

    [Description("True where it is past its time, because no provider answered or none may be asked; of meta, where any part is.")]
    [JsonPropertyName("stale")]
    public bool? Stale { get; init; }
}

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class AttemptSchema
{
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    [JsonPropertyName("ms")]
    public required double Ms { get; init; }

    [Description("OK, or the code of the failure.")]
    [JsonPropertyName("outcome")]
    public required string Outcome { get; init; }

    [Description("What it was asked for: prices, kpis or vol.")]
    [JsonPropertyName("part")]
    public required string Part { get; init; }
}

internal sealed class PostErrorSchema
{
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    [JsonPropertyName("error")]
    public required string Error { get; init; }

    [Description("By part; with type=batch alone.")]
    [JsonPropertyName("parts")]
    public IReadOnlyDictionary<string, FailureSchema>? Parts { get; init; }
}
