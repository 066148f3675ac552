namespace MadLab;

/// <summary>A value with where it comes from and how it was had.</summary>
/// <typeparam name="T">The kind of the value.</typeparam>
public sealed record MarketAnswer<T>
    where T : class
{
    /// <summary>The value.</summary>
    public required T Value { get; init; }

    /// <summary>Where it comes from.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>Every provider asked, in order; the last one answered.</summary>
    public IReadOnlyList<ProviderAttempt> Attempts { get; init; } = [];

    /// <summary>Whether the value is older than it should be, because no provider answered.</summary>
    public bool IsStale { get; init; }
}
