using System.ComponentModel;
using System.Text.Json.Serialization;

namespace MadLab.Market.Http.Schemas;

[Description("type=info: what an instrument is.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class InfoSchema : IMarketAnswer
{
    [JsonPropertyName("symbol")]
    public required string Symbol { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [Description("equity, etf, index, forex, crypto, future or option.")]
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [Description("Null where it is not known; so are timeZone and currency.")]
    [JsonPropertyName("exchange")]
    public required string? Exchange { get; init; }

    [Description("IANA.")]
    [JsonPropertyName("timeZone")]
    public required string? TimeZone { get; init; }

    [Description("ISO 4217, or GBp for what is quoted in pence.")]
    [JsonPropertyName("currency")]
    public required string? Currency { get; init; }

    [JsonPropertyName("tickSize")]
    public decimal? TickSize { get; init; }

    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    [JsonPropertyName("feed")]
    public required string Feed { get; init; }

    [JsonPropertyName("delaySeconds")]
    public required int DelaySeconds { get; init; }

    [Description("Who must be named where the data is shown.")]
    [JsonPropertyName("attribution")]
    public string? Attribution { get; init; }
}
