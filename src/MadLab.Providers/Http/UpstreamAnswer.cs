using System.Text.Json;

namespace MadLab.Providers;

/// <summary>What an upstream answered, for the one who knows what it means.</summary>
public sealed class UpstreamAnswer
{
    internal UpstreamAnswer(int status, JsonElement? body, Symbol? symbol, TimeSpan? retryAfter)
    {
        Status = status;
        Body = body;
        Symbol = symbol;
        RetryAfter = retryAfter;
    }

    /// <summary>The status, such as 200.</summary>
    public int Status { get; }

    /// <summary>The body where it is JSON; null otherwise. It is gone after the call.</summary>
    public JsonElement? Body { get; }

    /// <summary>The instrument that was asked about, where the call said.</summary>
    public Symbol? Symbol { get; }

    /// <summary>How long the upstream wants to be left alone, where it said.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>A text of the body's object; null where there is none of that name.</summary>
    public string? Text(string name) =>
        Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
