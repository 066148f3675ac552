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

    /// <summary>How many returns each cell is of, rows and columns in the order of <see cref="Symbols"/>; on the diagonal the instrument's own. Empty where it is not known.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Counts { get; init; } = [];

    /// <summary>The smallest eigenvalue of <see cref="Matrix"/>; null where a cell is null. Below 0 it is no covariance of anything, as can happen where pairs are aligned on different days; it is never repaired.</summary>
    public double? SmallestEigenvalue { get; init; }

    /// <summary>Why the figures may be wrong, such as prices that are not corrected for splits; null, the default, when nothing speaks against them.</summary>
    public string? Warning { get; init; }
}
