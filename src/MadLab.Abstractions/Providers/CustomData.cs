namespace MadLab;

/// <summary>An answer of a type of the provider's own.</summary>
public sealed record CustomData
{
    /// <summary>The answer as UTF-8 JSON, an object or an array, as the type's schema says. It is served as it is.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The moment the data describes, UTC, where known.</summary>
    public DateTimeOffset? AsOf { get; init; }
}
