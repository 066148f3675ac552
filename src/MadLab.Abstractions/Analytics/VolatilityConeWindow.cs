namespace MadLab;

/// <summary>One window of a volatility cone. Volatilities are yearly fractions (0.22 is 22 %).</summary>
public sealed record VolatilityConeWindow
{
    /// <summary>The length of the window, in sessions.</summary>
    public required int Days { get; init; }

    /// <summary>The volatility of the newest window.</summary>
    public required double Current { get; init; }

    /// <summary>The part of all windows that were calmer than the newest: 0 when it is the calmest, 1 when it is the wildest.</summary>
    public required double Rank { get; init; }

    /// <summary>How many windows there are, one a session. They overlap: about <c>Count / Days</c> of them are independent.</summary>
    public required int Count { get; init; }

    /// <summary>The calmest.</summary>
    public required double Min { get; init; }

    /// <summary>The 10th percentile.</summary>
    public required double P10 { get; init; }

    /// <summary>The 25th percentile.</summary>
    public required double P25 { get; init; }

    /// <summary>The median.</summary>
    public required double P50 { get; init; }

    /// <summary>The 75th percentile.</summary>
    public required double P75 { get; init; }

    /// <summary>The 90th percentile.</summary>
    public required double P90 { get; init; }

    /// <summary>The wildest.</summary>
    public required double Max { get; init; }
}
