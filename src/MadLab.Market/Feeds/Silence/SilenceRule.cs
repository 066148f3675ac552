using MadLab.Market.Providers;

namespace MadLab.Market.Feeds.Silence;

/// <summary>How long a symbol's quotes may stand still at a provider, and when that counts.</summary>
/// <param name="Limit">The longest silence.</param>
/// <param name="Hours">When it counts.</param>
/// <param name="Delay">How far the feed lags behind the market, and so its hours too.</param>
internal sealed record SilenceRule(TimeSpan Limit, OpenHours Hours, TimeSpan Delay)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The rule for a symbol; null when its silence is no fault.</summary>
    /// <param name="handle">The provider.</param>
    /// <param name="symbol">The instrument.</param>
    /// <param name="silence">The host's limit; zero for none anywhere.</param>
    /// <param name="timeout">How long one poll may take.</param>
    public static SilenceRule? For(ProviderHandle handle, Symbol symbol, TimeSpan silence, TimeSpan timeout)
    {
        var descriptor = handle.Descriptor;
        var limit = descriptor.Limits?.MaxSilence ?? silence;
        if (silence <= TimeSpan.Zero || limit <= TimeSpan.Zero || InstrumentHours.Of(descriptor, symbol) is not { } hours)
        {
            return null;
        }

        if (!handle.Can(ProviderCapabilities.QuoteStream))
        {
            // Between two polls nothing can be heard, and one may be missed.
            limit = Later(limit, Earlier(descriptor.Limits!.PollInterval, Longest) * 3 + timeout);
        }

        var delay = TimeSpan.FromSeconds(Math.Clamp(descriptor.DelaySeconds, 0, (int)Longest.TotalSeconds));
        return new SilenceRule(Later(Earlier(limit, Longest), Shortest), hours, delay);
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
