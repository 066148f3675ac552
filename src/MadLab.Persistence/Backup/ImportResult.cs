namespace MadLab.Persistence;

/// <summary>What an import did.</summary>
public sealed record ImportResult
{
    /// <summary>Documents that were not there before.</summary>
    public long Added { get; init; }

    /// <summary>Documents that were there already, the same.</summary>
    public long Unchanged { get; init; }

    /// <summary>Documents that were there with another content and were replaced.</summary>
    public long Replaced { get; init; }

    /// <summary>Documents that were there with another content and were left as they are.</summary>
    public long Refused { get; init; }

    /// <summary>The first ten of those, such as <c>workspace 5f0c..</c>.</summary>
    public IReadOnlyList<string> RefusedFirst { get; init; } = [];

    /// <summary>Documents of a service that cannot be kept.</summary>
    public long Skipped { get; init; }

    /// <summary>The first ten of those, each with its reason.</summary>
    public IReadOnlyList<string> SkippedFirst { get; init; } = [];
}
