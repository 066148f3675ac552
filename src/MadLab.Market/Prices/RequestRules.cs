using System.Globalization;

namespace MadLab.Market.Prices;

/// <summary>What interval, window and as-of day may ask for, whoever asks.</summary>
internal static class RequestRules
{
    /// <summary>Before any market's records: what is asked of before begins here, so that no time zone leads out of the calendar.</summary>
    private static readonly DateTimeOffset Earliest = new(1800, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Why a request cannot be asked, with the code that clients see; null when it can.</summary>
    /// <param name="range">The range; it does not count where the options have <see cref="MarketRequestOptions.From"/>.</param>
    /// <param name="options">The options.</param>
    /// <param name="now">The moment.</param>
    public static (string Code, string Message)? Refuse(PriceRange range, MarketRequestOptions options, DateTimeOffset now)
    {
        if (options.AsOf is { } day && day > DateOnly.FromDateTime(now.UtcDateTime))
        {
            return ("INVALID_AS_OF", $"Invalid asOf: {Text(day)} is in the future.");
        }

        if (options.From > now)
        {
            return ("INVALID_FROM_TO", $"Invalid from: {Text(options.From.Value)} is in the future.");
        }

        if (options.From > options.To)
        {
            return ("INVALID_FROM_TO", $"Invalid window: from ({Text(options.From.Value)}) is after to ({Text(options.To!.Value)}).");
        }

        if (PriceWindow.Of(options) is not { } window || WindowLimits.MaxDays(window.Interval) is not { } most)
        {
            return null;
        }

        return WindowLimits.DaysOf(range, window, options.AsOf, now) is { } days && days <= most
            ? null
            : (window.From is null ? "INVALID_RANGE" : "INVALID_FROM_TO",
                $"Bars of {window.Interval.ToText()} reach over at most {most} days; {(window.From is null ? $"the range {range.ToText()}" : "this window")} is longer. Ask for less, or for longer bars.");
    }

    /// <summary>The options with what means the same written the same, so that it is cached once: moments in UTC, none in the future.</summary>
    public static MarketRequestOptions Normalize(MarketRequestOptions options, DateTimeOffset now) => options with
    {
        From = Within(options.From),
        To = options.To < now ? Within(options.To) : null,
    };

    private static DateTimeOffset? Within(DateTimeOffset? time) => time is { } moment ? (moment > Earliest ? moment.ToUniversalTime() : Earliest) : null;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
