namespace MadLab;

/// <summary>What looks wrong in the price series of a range. Prices themselves are never altered.</summary>
public sealed record QualityReport
{
    /// <summary>The most issues that are listed; <see cref="IssuesFound"/> counts all.</summary>
    public const int MaxIssues = 1_000;

    /// <summary>The instrument.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The range that was inspected.</summary>
    public required PriceRange Range { get; init; }

    /// <summary>How many bars the series has.</summary>
    public required int Bars { get; init; }

    /// <summary>How many sessions the exchange had from the first bar's to the last bar's; null where its calendar is not known.</summary>
    public int? SessionsExpected { get; init; }

    /// <summary>The issues, oldest first, at most <see cref="MaxIssues"/>; empty for a clean series.</summary>
    public required IReadOnlyList<QualityIssue> Issues { get; init; }

    /// <summary>How many issues there are, those not listed included.</summary>
    public required int IssuesFound { get; init; }

    /// <summary>Why prices of this series are refused as malformed; null, the default, when they are served.</summary>
    public string? Refusal { get; init; }
}
