namespace MadLab;

/// <summary>Where a value comes from and how old it may be.</summary>
public sealed record Provenance
{
    /// <summary>The name under which the provider was registered.</summary>
    public required string Provider { get; init; }

    /// <summary>The feed, such as <c>iex</c>, <c>sip</c>, <c>lean</c> or <c>synthetic</c>.</summary>
    public required string Feed { get; init; }

    /// <summary>How far the feed lags behind the market, in seconds.</summary>
    public int DelaySeconds { get; init; }

    /// <summary>Whether the data is made up for demonstration.</summary>
    public bool IsDemo { get; init; }

    /// <summary>What prices were corrected for; null where it does not apply.</summary>
    public PriceAdjustment? Adjustment { get; init; }

    /// <summary>The moment the data describes, UTC, where known.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>When the provider answered, UTC.</summary>
    public DateTimeOffset FetchedAt { get; init; }

    /// <summary>Who must be named where the data is shown, where the provider says so.</summary>
    public string? Attribution { get; init; }
}
