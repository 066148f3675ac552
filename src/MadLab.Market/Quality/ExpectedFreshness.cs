namespace MadLab.Market.Quality;

/// <summary>How new the newest bar of a live provider should be.</summary>
/// <param name="Now">The moment.</param>
/// <param name="Delay">How far the feed lags behind the market.</param>
internal readonly record struct ExpectedFreshness(DateTimeOffset Now, TimeSpan Delay)
{
    /// <summary>How long after a close its bar may be on the way: closing auctions are settled and corrected first.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(15);

    /// <summary>The moment up to which sessions count as over.</summary>
    public DateTimeOffset SettledBy => Now - Settling - Delay;
}
