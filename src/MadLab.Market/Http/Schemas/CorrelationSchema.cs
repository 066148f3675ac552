using System.ComponentModel;
using System.Text.Json.Serialization;

namespace MadLab.Market.Http.Schemas;

[Description("type=correlation: of daily log returns of adjusted closes.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class CorrelationSchema : IMarketAnswer
{
    [JsonPropertyName("symbols")]
    public required IReadOnlyList<string> Symbols { get; init; }

    [Description("Rows and columns in the order of symbols; -1 to 1, or null where too little is in common.")]
    [JsonPropertyName("matrix")]
    public required IReadOnlyList<IReadOnlyList<double?>> Matrix { get; init; }

    [JsonPropertyName("period")]
    public required string Period { get; init; }

    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }
}
