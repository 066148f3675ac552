using System.ComponentModel;
using System.Text.Json.Serialization;
using MadLab.Http;

namespace MadLab.Streaming.Transports.Polling;

// What the OpenAPI document shows of a poll's answer and of an update, which is the same in all transports; both are written by hand.

[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class PollSchema
{
    [Description("For since of the next poll.")]
    [JsonPropertyName("cursor")]
    public required string Cursor { get; init; }

    [JsonPropertyName("updates")]
    public required IReadOnlyList<PriceUpdateSchema> Updates { get; init; }

    [Description("In milliseconds.")]
    [JsonPropertyName("interval")]
    public required int Interval { get; init; }

    [Description("What is wrong with symbols, by symbol; not there when nothing is.")]
    [JsonPropertyName("errors")]
    public IReadOnlyDictionary<string, FailureSchema>? Errors { get; init; }
}

[Description("The state of one instrument at one moment.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class PriceUpdateSchema
{
    [JsonPropertyName("symbol")]
    public required string Symbol { get; init; }

    [JsonPropertyName("price")]
    public required decimal Price { get; init; }

    [Description("Units traded in the session so far.")]
    [JsonPropertyName("volume")]
    public required decimal Volume { get; init; }

    [Description("Epoch milliseconds.")]
    [JsonPropertyName("timestamp")]
    public required long Timestamp { get; init; }

    [Description("price less the previous close.")]
    [JsonPropertyName("change")]
    public required decimal Change { get; init; }

    [Description("change in percent of the previous close.")]
    [JsonPropertyName("changePercent")]
    public required decimal ChangePercent { get; init; }

    [Description("The session's, as are low and open.")]
    [JsonPropertyName("high")]
    public required decimal High { get; init; }

    [JsonPropertyName("low")]
    public required decimal Low { get; init; }

    [JsonPropertyName("open")]
    public required decimal Open { get; init; }

    [Description("Only grows, per symbol, as long as epoch stays the same.")]
    [JsonPropertyName("seq")]
    public required long Seq { get; init; }

    [JsonPropertyName("bid")]
    public decimal? Bid { get; init; }

    [JsonPropertyName("ask")]
    public decimal? Ask { get; init; }

    [JsonPropertyName("bidSize")]
    public decimal? BidSize { get; init; }

    [JsonPropertyName("askSize")]
    public decimal? AskSize { get; init; }

    [JsonPropertyName("prevClose")]
    public decimal? PrevClose { get; init; }
}
