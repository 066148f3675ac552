using System.Text.Json;

namespace MadLab;

/// <summary>What a write changes; null members stay as they are.</summary>
public sealed record WorkspaceChange
{
    /// <summary>The new title.</summary>
    public string? Title { get; init; }

    /// <summary>The new document.</summary>
    public JsonElement? Data { get; init; }
}
