using System.ComponentModel;
using System.Text.Json.Serialization;

namespace MadLab.Market.Http.Schemas;

[Description("type=prices: bars, oldest first.")]
internal sealed class BarsSchema : List<BarSchema>, IMarketAnswer;

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class BarSchema
{
    [Description("A daily bar's session day at 00:00:00Z, an intraday bar's start; UTC.")]
    [JsonPropertyName("date")]
    public required DateTimeOffset Date { get; init; }

    [Description("In the instrument's currency, corrected as X-MadLab-Adjustment says; so are the other prices.")]
    [JsonPropertyName("open")]
    public required decimal Open { get; init; }

    [JsonPropertyName("high")]
    public required decimal High { get; init; }

    [JsonPropertyName("low")]
    public required decimal Low { get; init; }

    [JsonPropertyName("close")]
    public required decimal Close { get; init; }

    [Description("Units traded.")]
    [JsonPropertyName("volume")]
    public required decimal Volume { get; init; }

    [Description("There, and false, only where the interval is not over.")]
    [JsonPropertyName("isFinal")]
    public bool? IsFinal { get; init; }
}
