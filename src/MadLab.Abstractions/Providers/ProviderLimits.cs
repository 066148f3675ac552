namespace MadLab;

/// <summary>What one call to a provider may ask for.</summary>
public sealed record ProviderLimits
{
    /// <summary>The most symbols of one <see cref="IQuoteProvider.GetQuotesAsync"/> call; 50 by default.</summary>
    public int MaxSymbolsPerCall { get; init; } = 50;

    /// <summary>The lengths of bars offered; daily alone by default.</summary>
    public IReadOnlyList<BarInterval> Intervals { get; init; } = [BarInterval.OneDay];

    /// <summary>How often quotes may be polled; every second by default.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most calls in a minute; null, the default, when unlimited.</summary>
    public int? CallsPerMinute { get; init; }

    /// <summary>The most calls in a day; null, the default, when unlimited.</summary>
    public int? CallsPerDay { get; init; }
}
