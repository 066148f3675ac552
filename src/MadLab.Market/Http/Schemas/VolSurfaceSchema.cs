using System.ComponentModel;
using System.Text.Json.Serialization;

namespace MadLab.Market.Http.Schemas;

[Description("type=vol: the implied volatility surface of one underlying.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class VolSurfaceSchema : IMarketAnswer
{
    [JsonPropertyName("symbol")]
    public required string Symbol { get; init; }

    [JsonPropertyName("underlyingPrice")]
    public required decimal UnderlyingPrice { get; init; }

    [Description("By expiry, then strike.")]
    [JsonPropertyName("points")]
    public required IReadOnlyList<VolPointSchema> Points { get; init; }

    [Description("The moment of the quotes, UTC.")]
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }
}

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class VolPointSchema
{
    [JsonPropertyName("strike")]
    public required decimal Strike { get; init; }

    [JsonPropertyName("expiry")]
    public required DateTimeOffset Expiry { get; init; }

    [Description("A fraction of one year: 0.22 is 22 %.")]
    [JsonPropertyName("impliedVol")]
    public required double ImpliedVol { get; init; }

    [JsonPropertyName("delta")]
    public double? Delta { get; init; }

    [JsonPropertyName("gamma")]
    public double? Gamma { get; init; }

    [Description("As one calendar day passes.")]
    [JsonPropertyName("theta")]
    public double? Theta { get; init; }

    [Description("Per 1.00 of volatility.")]
    [JsonPropertyName("vega")]
    public double? Vega { get; init; }

    [Description("Of the bid; a fraction of one year.")]
    [JsonPropertyName("bidVol")]
    public double? BidVol { get; init; }

    [Description("Of the ask; a fraction of one year.")]
    [JsonPropertyName("askVol")]
    public double? AskVol { get; init; }

    [Description("The arbitrage the quotes leave open here: calendar, butterfly; not there when none.")]
    [JsonPropertyName("flags")]
    public IReadOnlyList<string>? Flags { get; init; }
}
