namespace MadLab;

/// <summary>One thing that looks wrong in a price series.</summary>
public sealed record QualityIssue
{
    /// <summary>What it is.</summary>
    public required QualityKind Kind { get; init; }

    /// <summary>The time of the bar, UTC; of a gap the first missing session, at midnight UTC.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>How much it matters.</summary>
    public required QualitySeverity Severity { get; init; }

    /// <summary>What was seen, in one sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What was found: the price; of a level shift the price before by the price after (7 for a 7-for-1 split); of gaps and stale series the number of sessions.</summary>
    public decimal? Value { get; init; }

    /// <summary>What would have been expected in place of <see cref="Value"/>, where that can be said.</summary>
    public decimal? Expected { get; init; }
}
