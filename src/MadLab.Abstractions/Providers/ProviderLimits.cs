namespace MadLab;

/// <summary>What one call to a provider may ask for, and how often it may be called.</summary>
/// <remarks>
/// The host keeps to <see cref="MaxSymbolsPerCall"/> and <see cref="PollInterval"/>. It shows <see cref="CallsPerMinute"/> and
/// <see cref="CallsPerDay"/> to clients and does not enforce them yet: a provider with a quota throws
/// <see cref="MarketErrorKind.QuotaExceeded"/> when its upstream does.
/// </remarks>
public sealed record ProviderLimits
{
    /// <summary>The most symbols of one <see cref="IQuoteProvider.GetQuotesAsync"/> call; 50 by default.</summary>
    public int MaxSymbolsPerCall { get; init; } = 50;

    /// <summary>The lengths of bars offered; daily alone by default. Each one of less than a day is asked for by <see cref="PriceRequest.Interval"/>.</summary>
    public IReadOnlyList<BarInterval> Intervals { get; init; } = [BarInterval.OneDay];

    /// <summary>How often quotes may be polled; every second by default. Taken as at least 50 milliseconds and at most a day.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest that a symbol's quotes may stand still while its market is open; past it the upstream counts as mute and is opened anew.
    /// Null, the default, for the host's <c>MadLab:Market:QuoteSilence</c>; <see cref="Timeout.InfiniteTimeSpan"/> never. Taken as at least a second.
    /// </summary>
    public TimeSpan? MaxSilence { get; init; }

    /// <summary>The most calls in a minute; null, the default, when unlimited. Shown, not enforced yet.</summary>
    public int? CallsPerMinute { get; init; }

    /// <summary>The most calls in a day; null, the default, when unlimited. Shown, not enforced yet.</summary>
    public int? CallsPerDay { get; init; }
}
