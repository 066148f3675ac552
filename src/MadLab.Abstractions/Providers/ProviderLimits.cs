namespace MadLab;

/// <summary>What one call to a provider may ask for, and how often it may be called.</summary>
/// <remarks>
/// The host keeps to all of them; an operator can set those of calls otherwise, in <c>MadLab:Providers:NAME:Limits</c>. A provider that hears
/// from its upstream that a quota is used up throws <see cref="MarketErrorKind.QuotaExceeded"/>; with
/// <see cref="MarketDataException.RetryAfter"/> it is not asked again before.
/// </remarks>
public sealed record ProviderLimits
{
    /// <summary>The most symbols of one <see cref="IQuoteProvider.GetQuotesAsync"/> call; 50 by default.</summary>
    public int MaxSymbolsPerCall { get; init; } = 50;

    /// <summary>The lengths of bars offered; daily alone by default. Each one of less than a day is asked for by <see cref="PriceRequest.Interval"/>.</summary>
    public IReadOnlyList<BarInterval> Intervals { get; init; } = [BarInterval.OneDay];

    /// <summary>The longest window of bars of less than a day that one call may ask for; null, the default, when there is none of the provider's own. A longer one goes to the next provider.</summary>
    public TimeSpan? MaxIntradayWindow { get; init; }

    /// <summary>How often quotes may be polled; every second by default. Taken as at least 50 milliseconds and at most a day.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest that a symbol's quotes may stand still while its market is open; past it the upstream counts as mute and is opened anew.
    /// Null, the default, for the host's <c>MadLab:Market:QuoteSilence</c>; <see cref="Timeout.InfiniteTimeSpan"/> never. Taken as at least a second.
    /// </summary>
    public TimeSpan? MaxSilence { get; init; }

    /// <summary>The most calls in any minute, in this process; null, the default, when unlimited. Past it the next provider is asked.</summary>
    public int? CallsPerMinute { get; init; }

    /// <summary>The most calls in a day, which ends at midnight UTC; null, the default, when unlimited. Counted across restarts where a database is configured. Past it the next provider is asked.</summary>
    public int? CallsPerDay { get; init; }

    /// <summary>The most calls at a time; 64 by default. Further ones wait, for as long as a call may take, and then go to the next provider. Taken as at least 1 and at most 10,000.</summary>
    public int MaxConcurrentCalls { get; init; } = 64;

    /// <summary>The longest that a call may take, its retries included; null, the default, for the host's <c>MadLab:Market:ProviderTimeout</c>. Taken as at least 50 milliseconds and at most 10 minutes.</summary>
    public TimeSpan? CallTimeout { get; init; }

    /// <summary>How often a call is tried again after <see cref="MarketErrorKind.Unavailable"/> without <see cref="MarketDataException.RetryAfter"/>, each time after a pause of about 100, 200, 400 ms and so on; 1 by default. Taken as at least 0 and at most 5.</summary>
    public int Retries { get; init; } = 1;
}
