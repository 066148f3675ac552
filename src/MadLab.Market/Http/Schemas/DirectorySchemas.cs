using System.ComponentModel;
using System.Text.Json.Serialization;

namespace MadLab.Market.Http.Schemas;

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class ProviderSchema
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [Description("prices, kpis, quotes, quoteStream, optionChain, volSurface, search.")]
    [JsonPropertyName("capabilities")]
    public required IReadOnlyList<string> Capabilities { get; init; }

    [Description("available, degraded or unavailable, by its real calls.")]
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("feed")]
    public required string Feed { get; init; }

    [Description("How far the feed lags behind the market.")]
    [JsonPropertyName("delaySeconds")]
    public required int DelaySeconds { get; init; }

    [Description("Whether the data is made up.")]
    [JsonPropertyName("demo")]
    public required bool Demo { get; init; }

    [Description("Whether it can answer as of a past day.")]
    [JsonPropertyName("asOf")]
    public required bool AsOf { get; init; }

    [Description("present or missing: whether it has its upstream's key; not there where none is needed.")]
    [JsonPropertyName("credentials")]
    public string? Credentials { get; init; }

    [Description("equity, etf, index, forex, crypto, future, option.")]
    [JsonPropertyName("assetClasses")]
    public required IReadOnlyList<string> AssetClasses { get; init; }

    [JsonPropertyName("limits")]
    public required ProviderLimitsSchema Limits { get; init; }

    [JsonPropertyName("quotaLeft")]
    public int? QuotaLeft { get; init; }

    [JsonPropertyName("lastError")]
    public LastErrorSchema? LastError { get; init; }

    [Description("Who must be named where the data is shown.")]
    [JsonPropertyName("attribution")]
    public string? Attribution { get; init; }

    [Description("Where the terms are under which the data may be used.")]
    [JsonPropertyName("terms")]
    public string? Terms { get; init; }
}

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class ProviderLimitsSchema
{
    [JsonPropertyName("maxSymbolsPerCall")]
    public required int MaxSymbolsPerCall { get; init; }

    [Description("1m, 5m, 15m, 1h, 1d, 1w.")]
    [JsonPropertyName("intervals")]
    public required IReadOnlyList<string> Intervals { get; init; }

    [Description("The longest window of bars of less than a day of one call.")]
    [JsonPropertyName("maxIntradayDays")]
    public double? MaxIntradayDays { get; init; }

    [JsonPropertyName("callsPerMinute")]
    public int? CallsPerMinute { get; init; }

    [JsonPropertyName("callsPerDay")]
    public int? CallsPerDay { get; init; }
}

internal sealed class LastErrorSchema
{
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }
}

internal sealed class DataTypeSchema
{
    [Description("What is asked for with type=.")]
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("description")]
    public required string Description { get; init; }

    [Description("Those who serve it, in the order of failover.")]
    [JsonPropertyName("providers")]
    public required IReadOnlyList<string> Providers { get; init; }

    [Description("The JSON Schema of an answer.")]
    [JsonPropertyName("schema")]
    public required System.Text.Json.Nodes.JsonObject Schema { get; init; }
}

internal sealed class SearchHitSchema
{
    [JsonPropertyName("symbol")]
    public required string Symbol { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [Description("equity, etf, index, forex, crypto, future or option.")]
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [Description("The provider that knows it.")]
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }
}
