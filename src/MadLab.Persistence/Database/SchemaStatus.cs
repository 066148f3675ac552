namespace MadLab.Persistence;

/// <summary>How a database's schema stands to what this version knows.</summary>
public sealed record SchemaStatus
{
    /// <summary>The migrations that the database lacks, in order.</summary>
    public required IReadOnlyList<string> Pending { get; init; }

    /// <summary>The migrations of a newer version, which this one does not know; in order.</summary>
    public required IReadOnlyList<string> Newer { get; init; }

    /// <summary>The oldest version that can serve the database, where this one cannot; null where it can.</summary>
    public string? NeededVersion { get; init; }

    /// <summary>Whether no migration was ever applied.</summary>
    internal bool IsEmpty { get; init; }
}
