using System.Text.Json;

namespace MadLab;

/// <summary>A saved sheet of a user.</summary>
public sealed record Workspace
{
    /// <summary>The key, made by the store.</summary>
    public required string Id { get; init; }

    /// <summary>The title, at most 200 characters.</summary>
    public required string Title { get; init; }

    /// <summary>The document, opaque to the server: a JSON object.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>Grows by one with each write; 1 when created.</summary>
    public required long Version { get; init; }

    /// <summary>When it was created, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last written, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
