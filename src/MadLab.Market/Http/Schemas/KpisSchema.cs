using System.ComponentModel;
using System.Text.Json.Serialization;

namespace MadLab.Market.Http.Schemas;

[Description("type=kpis: the key figures of one instrument. Figures the provider does not know are not there.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class KpisSchema : IMarketAnswer
{
    [JsonPropertyName("symbol")]
    public required string Symbol { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [Description("The last price, in currency.")]
    [JsonPropertyName("price")]
    public required decimal Price { get; init; }

    [Description("Price less the previous close.")]
    [JsonPropertyName("change")]
    public required decimal Change { get; init; }

    [Description("change in percent of the previous close: 1.5 is 1.5 %.")]
    [JsonPropertyName("changePercent")]
    public required decimal ChangePercent { get; init; }

    [Description("Units traded in the session.")]
    [JsonPropertyName("volume")]
    public required decimal Volume { get; init; }

    [Description("ISO 4217.")]
    [JsonPropertyName("currency")]
    public string? Currency { get; init; }

    [Description("In currency.")]
    [JsonPropertyName("marketCap")]
    public decimal? MarketCap { get; init; }

    [Description("Price over earnings per share.")]
    [JsonPropertyName("peRatio")]
    public decimal? PeRatio { get; init; }

    [Description("Earnings per share, in currency.")]
    [JsonPropertyName("eps")]
    public decimal? Eps { get; init; }

    [Description("Dividend per share and year, in currency.")]
    [JsonPropertyName("dividend")]
    public decimal? Dividend { get; init; }

    [Description("A fraction: 0.005 is 0.5 %.")]
    [JsonPropertyName("divYield")]
    public decimal? DivYield { get; init; }

    [JsonPropertyName("beta")]
    public double? Beta { get; init; }

    [Description("The highest price of the last 52 weeks.")]
    [JsonPropertyName("fiftyTwoWeekHigh")]
    public decimal? FiftyTwoWeekHigh { get; init; }

    [Description("The lowest price of the last 52 weeks.")]
    [JsonPropertyName("fiftyTwoWeekLow")]
    public decimal? FiftyTwoWeekLow { get; init; }

    [Description("The moment the figures describe, UTC.")]
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }
}
