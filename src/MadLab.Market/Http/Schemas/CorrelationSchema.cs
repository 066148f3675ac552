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

    [Description("How many returns each cell is of.")]
    [JsonPropertyName("n")]
    public required IReadOnlyList<IReadOnlyList<int>> N { get; init; }

    [Description("Null where a cell is null; below 0 the matrix is no covariance of anything.")]
    [JsonPropertyName("smallestEigenvalue")]
    public required double? SmallestEigenvalue { get; init; }

    [Description("Why the figures may be wrong; not there when nothing speaks against them.")]
    [JsonPropertyName("warning")]
    public string? Warning { get; init; }
}
