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

    /// <summary>Calls left of its quota; null when it has none or, in this version, always: quotas are shown in the limits and not counted yet.</summary>
    public int? QuotaLeft { get; init; }
}
