using System.ComponentModel;
using System.Text.Json.Serialization;

namespace MadLab.Market.Http.Schemas;

[Description("type=volcone: how volatile an instrument is, and how volatile it has been before.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class VolConeSchema : IMarketAnswer
{
    [JsonPropertyName("symbol")]
    public required string Symbol { get; init; }

    [Description("close-close, parkinson, garman-klass, rogers-satchell or yang-zhang.")]
    [JsonPropertyName("estimator")]
    public required string Estimator { get; init; }

    [Description("By which daily volatility was annualised: 252, or 365 for what trades every day.")]
    [JsonPropertyName("periodsPerYear")]
    public required double PeriodsPerYear { get; init; }

    [Description("raw, splits or all.")]
    [JsonPropertyName("adjustment")]
    public required string Adjustment { get; init; }

    [Description("The newest close, UTC.")]
    [JsonPropertyName("asOf")]
    public required DateTimeOffset AsOf { get; init; }

    [Description("Shortest first; those with too little history are left out.")]
    [JsonPropertyName("windows")]
    public required IReadOnlyList<VolConeWindowSchema> Windows { get; init; }

    [Description("Why the figures may be wrong; not there when nothing speaks against them.")]
    [JsonPropertyName("warning")]
    public string? Warning { get; init; }
}

[Description("Yearly volatilities of windows of one length, fractions: 0.22 is 22 %.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class VolConeWindowSchema
{
    [Description("The length, in sessions.")]
    [JsonPropertyName("days")]
    public required int Days { get; init; }

    [JsonPropertyName("current")]
    public required double Current { get; init; }

    [Description("The part of the other windows that were calmer: 0 the calmest, 1 the wildest.")]
    [JsonPropertyName("rank")]
    public required double Rank { get; init; }

    [Description("How many windows there are.")]
    [JsonPropertyName("n")]
    public required int N { get; init; }

    [JsonPropertyName("min")]
    public required double Min { get; init; }

    [JsonPropertyName("p10")]
    public required double P10 { get; init; }

    [JsonPropertyName("p25")]
    public required double P25 { get; init; }

    [JsonPropertyName("p50")]
    public required double P50 { get; init; }

    [JsonPropertyName("p75")]
    public required double P75 { get; init; }

    [JsonPropertyName("p90")]
    public required double P90 { get; init; }

    [JsonPropertyName("max")]
    public required double Max { get; init; }
}
