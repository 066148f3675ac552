namespace MadLab;

/// <summary>Pearson correlations of daily log returns of adjusted closes.</summary>
public sealed record CorrelationMatrix
{
    /// <summary>The instruments, in the order asked.</summary>
    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>Rows and columns in the order of <see cref="Symbols"/>, each between -1 and 1; null where a pair has too few common days or no variance.</summary>
    public required IReadOnlyList<IReadOnlyList<double?>> Matrix { get; init; }

    /// <summary>How far back the returns reach.</summary>
    public required PriceRange Period { get; init; }

    /// <summary>The moment the matrix describes: the newest close that all have in common, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }
}
