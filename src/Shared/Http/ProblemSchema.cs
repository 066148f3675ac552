using System.ComponentModel;
using System.Text.Json.Serialization;

namespace MadLab.Http;

// What the OpenAPI document shows of an error; Problem writes it.

[Description("An error: RFC 9457 with error and code.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed class ProblemSchema
{
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("status")]
    public required int Status { get; init; }

    [JsonPropertyName("detail")]
    public required string Detail { get; init; }

    [Description("The path that was asked for.")]
    [JsonPropertyName("instance")]
    public required string Instance { get; init; }

    [Description("What happened, with which input; the same as detail.")]
    [JsonPropertyName("error")]
    public required string Error { get; init; }

    [Description("Stable, upper snake case, such as INVALID_SYMBOL.")]
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    [Description("By symbol; of a failed batch alone.")]
    [JsonPropertyName("errors")]
    public IReadOnlyDictionary<string, FailureSchema>? Errors { get; init; }
}

internal sealed class FailureSchema
{
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    [JsonPropertyName("error")]
    public required string Error { get; init; }
}
