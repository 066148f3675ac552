namespace MadLab;

/// <summary>A registered provider and how it is.</summary>
public sealed record ProviderStatus
{
    /// <summary>The name clients ask for.</summary>
    public required string Name { get; init; }

    /// <summary>What it is and can do; <see cref="ProviderDescriptor.Capabilities"/> are those it really implements.</summary>
    public required ProviderDescriptor Descriptor { get; init; }

    /// <summary>How it is.</summary>
    public ProviderState State { get; init; }

    /// <summary>The mean duration of its last calls; null when there were none.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Why its last failed call failed; null when none did.</summary>
    public MarketErrorKind? LastError { get; init; }

    /// <summary>When that was, UTC.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>The calls that can be made now, by the minute's limit or the day's, whichever leaves fewer; 0 while its upstream says that none can; null when there is no limit.</summary>
    public int? QuotaLeft { get; init; }
}
