using System.Globalization;
using System.Runtime.CompilerServices;

namespace MadLab.Market.Http;

/// <summary>The values of the cache headers by the seconds an answer is still fresh: few, long-lived, so written once and not per answer.</summary>
internal sealed class FreshnessTexts
{
    // Past it, an hour and a bit, values are written each time: a setting of a year must not become a table of a year.
    private const int MaxKept = 4096;

    private static readonly ConditionalWeakTable<FreshnessOptions, FreshnessTexts> All = [];

    private readonly FreshnessOptions _options;
    private readonly Values?[] _kept;
    private readonly string _again;
    private readonly string _onError;

    private FreshnessTexts(FreshnessOptions options)
    {
        _options = options;

        // An entry is held a second longer than the cap, and by chance up to as long again.
        _kept = new Values?[(int)Math.Clamp((2 * options.SharedMaxAge.TotalSeconds) + 2, 1, MaxKept)];
        var revalidate = (long)options.StaleWhileRevalidate.TotalSeconds;
        _again = revalidate > 0 ? string.Create(CultureInfo.InvariantCulture, $", stale-while-revalidate={revalidate}") : string.Empty;
        _onError = revalidate > 0 ? string.Create(CultureInfo.InvariantCulture, $", stale-if-error={(long)options.StaleIfError.TotalSeconds}") : string.Empty;
    }

    public static FreshnessTexts Of(FreshnessOptions options) => All.GetValue(options, static o => new FreshnessTexts(o));

    /// <summary>The values of an answer that is fresh for so many more seconds, none or more.</summary>
    public Values For(long seconds)
    {
        if (seconds >= _kept.Length)
        {
            return Write(seconds);
        }

        // Two may write the same at once; either will do.
        return _kept[seconds] ??= Write(seconds);
    }

    private Values Write(long seconds)
    {
        var own = Math.Min((long)_options.MaxAge.TotalSeconds, seconds);
        var shared = Math.Min((long)_options.SharedMaxAge.TotalSeconds, seconds);
        var invariant = CultureInfo.InvariantCulture;
        return new Values(
            string.Create(invariant, $"MadLab; hit; ttl={seconds}"),
            string.Create(invariant, $"public, max-age={own}, s-maxage={shared}{_again}"),
            string.Create(invariant, $"private, max-age={own}{_again}"),
            string.Create(invariant, $"public, max-age={shared}{_again}{_onError}"));
    }

    /// <param name="Hit"><c>Cache-Status</c> of a hit.</param>
    /// <param name="Public"><c>Cache-Control</c> where shared caches may keep the answer.</param>
    /// <param name="Private"><c>Cache-Control</c> where they may not.</param>
    /// <param name="Cdn"><c>CDN-Cache-Control</c>.</param>
    internal sealed record Values(string Hit, string Public, string Private, string Cdn);
}
