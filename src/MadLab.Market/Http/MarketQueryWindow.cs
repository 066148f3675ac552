using System.Globalization;
using MadLab.Http;
using MadLab.Market.Caching;
using MadLab.Market.Prices;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>Reads which bars are wanted, of which moments, as of which day and in which format.</summary>
internal static class MarketQueryWindow
{
    private static readonly string[] MomentFormats = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The range where none is given: short bars of six months would be too many for anybody.</summary>
    public static PriceRange DefaultRange(MarketKind kind, string? interval) =>
        kind == MarketKind.VolCone ? PriceRange.Max
        : BarIntervals.TryParse(interval, out var read) && read.IsIntraday() ? PriceRange.FiveDays
        : PriceRange.SixMonths;

    /// <summary>Adds interval, window and as-of day to the options; a problem where they are not well formed or ask for too much.</summary>
    /// <param name="texts">What the caller wrote.</param>
    /// <param name="kinds">The types asked for.</param>
    /// <param name="symbols">How many symbols.</param>
    /// <param name="range">The range, or its default.</param>
    /// <param name="time">The clock, because nothing may be asked of the future.</param>
    /// <param name="options">Provider and adjustment, read before.</param>
    public static Problem? TryRead(WindowTexts texts, ReadOnlySpan<MarketKind> kinds, int symbols, PriceRange range, TimeProvider time, ref MarketRequestOptions? options)
    {
        // Nearly every request: nothing to read, and nothing to allocate.
        if (texts is { Interval: null, From: null, To: null, AsOf: null })
        {
            return null;
        }

        if (ReadAsOf(texts.AsOf, kinds, out var asOf) is { } badAsOf)
        {
            return badAsOf;
        }

        BarInterval? interval = null;
        if (!string.IsNullOrWhiteSpace(texts.Interval))
        {
            if (!BarIntervals.TryParse(texts.Interval, out var read))
            {
                return Bad("INVALID_INTERVAL", $"Invalid interval: {SymbolLists.Shown(texts.Interval)}. It must be one of {string.Join(", ", BarIntervals.All)}.");
            }

            interval = read;
        }

        if (ReadMoment("from", texts.From, isEnd: false, out var from) is { } badFrom)
        {
            return badFrom;
        }

        if (ReadMoment("to", texts.To, isEnd: true, out var to) is { } badTo)
        {
            return badTo;
        }

        if (from is not null && !string.IsNullOrWhiteSpace(texts.Range))
        {
            return Bad("INVALID_FROM_TO", "Invalid window: range and from both say where it begins. Give one of them.");
        }

        if ((interval is not null || from is not null || to is not null) && !kinds.Contains(MarketKind.Prices))
        {
            return NotSupported("interval, from and to of other types than prices");
        }

        if (interval?.IsIntraday() == true && symbols > WindowLimits.MaxSymbols)
        {
            return Bad("TOO_MANY_SYMBOLS", $"Too many symbols: bars of less than a day are served of at most {WindowLimits.MaxSymbols} at a time.");
        }

        var chosen = options! with { AsOf = asOf, Interval = interval, From = from, To = to };
        var now = time.GetUtcNow();
        if (RequestRules.Refuse(range, chosen, now) is { } refusal)
        {
            return Bad(refusal.Code, refusal.Message);
        }

        options = RequestRules.Normalize(chosen, now);
        return null;
    }

    /// <summary>Reads the format: JSON, or CSV of the prices of one symbol.</summary>
    public static Problem? ReadFormat(string? text, MarketKind kind, bool isBatch, out bool isCsv)
    {
        isCsv = false;
        if (string.IsNullOrWhiteSpace(text) || text.Trim().Equals("json", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (!text.Trim().Equals("csv", StringComparison.OrdinalIgnoreCase))
        {
            return Bad("INVALID_FORMAT", $"Invalid format: {SymbolLists.Shown(text)}. It must be json or csv.");
        }

        isCsv = true;
        return kind != MarketKind.Prices ? NotSupported($"format=csv of {kind.ToText()}")
            : isBatch ? NotSupported("format=csv of several symbols; ask for one with symbol=")
            : null;
    }

    private static Problem? ReadAsOf(string? text, ReadOnlySpan<MarketKind> kinds, out DateOnly? asOf)
    {
        asOf = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (!DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return Bad("INVALID_AS_OF", $"Invalid asOf: {SymbolLists.Shown(text)}. It must be a date, yyyy-MM-dd, not in the future.");
        }

        asOf = day;
        return kinds.Contains(MarketKind.Info) ? NotSupported("asOf of info") : kinds.Contains(MarketKind.Custom) ? NotSupported("asOf of a provider's own type") : null;
    }

    /// <summary>A date or a moment; a date as an end means all of that day, UTC.</summary>
    private static Problem? ReadMoment(string name, string? text, bool isEnd, out DateTimeOffset? moment)
    {
        moment = null;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty)
        {
            return null;
        }

        var invariant = CultureInfo.InvariantCulture;
        if (DateOnly.TryParseExact(trimmed, "yyyy-MM-dd", invariant, DateTimeStyles.None, out var day))
        {
            moment = isEnd ? WindowLimits.EndOf(day) : new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
            return null;
        }

        // Without an offset it could be any zone's.
        if (trimmed.Length > 10 && trimmed[10..].IndexOfAny("Zz+-") >= 0
            && DateTimeOffset.TryParseExact(trimmed, MomentFormats, invariant, DateTimeStyles.AdjustToUniversal, out var read))
        {
            moment = read;
            return null;
        }

        return Bad(
            "INVALID_FROM_TO",
            $"Invalid {name}: {SymbolLists.Shown(text)}. It must be a date, yyyy-MM-dd, or a moment with its offset, such as 2024-07-05T13:30:00Z (a + is written %2B).");
    }

    private static Problem Bad(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);

    private static Problem NotSupported(string what) => new(StatusCodes.Status501NotImplemented, "NOT_SUPPORTED", $"Not supported: {what}.");
}

/// <summary>What a caller wrote of range, interval, window and as-of day.</summary>
internal readonly record struct WindowTexts(string? Range, string? Interval, string? From, string? To, string? AsOf);
