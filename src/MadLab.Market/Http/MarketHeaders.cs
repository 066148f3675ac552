using System.Globalization;
using MadLab.Http;
using MadLab.Market.Caching;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MadLab.Market.Http;

/// <summary>The headers that say how long an answer may be kept, by whom, and where it came from.</summary>
internal static class MarketHeaders
{
    public const string CacheStatus = "Cache-Status";
    public const string CdnCacheControl = "CDN-Cache-Control";
    public const string Provider = "X-MadLab-Provider";
    public const string Feed = "X-MadLab-Feed";
    private const string VaryByCaller = "Accept-Encoding, Authorization, Cookie";

    public const string Adjustment = "X-MadLab-Adjustment";
    public const string Delay = "X-MadLab-Delay";
    public const string AsOf = "X-MadLab-As-Of";
    public const string Json = "application/json; charset=utf-8";

    /// <summary>Writes what the reads allow: the headers speak for the one that ends first.</summary>
    public static void Write(HttpContext context, ReadOnlySpan<MarketRead> reads, FreshnessOptions freshness, DateTimeOffset now)
    {
        var headers = context.Response.Headers;
                // A browser's own cache, too, may see one caller after another.
        headers.Vary = Callers.TellApart(context) ? VaryByCaller : HeaderNames.AcceptEncoding;
        var left = TimeSpan.MaxValue;
        var stale = false;
        var missed = false;
        var shared = false;
        foreach (var read in reads)
        {
            var remaining = read.Entry.FreshUntil - now;
            left = remaining < left ? remaining : left;
            stale |= read.Outcome == ReadOutcome.Stale;
            missed |= read.Outcome is ReadOutcome.Miss or ReadOutcome.Shared;
            shared |= read.Outcome == ReadOutcome.Shared;
        }

        // Down, so that nothing is promised that is not there; one part of a batch may have run out while another was fetched.
        var seconds = (long)Math.Floor(left.TotalSeconds);
        seconds = stale ? Math.Min(seconds, -1) : Math.Max(seconds, 0);
        if (stale)
        {
            headers[CacheStatus] = string.Create(CultureInfo.InvariantCulture, $"MadLab; hit; ttl={seconds}; detail=stale");
            headers.CacheControl = "no-store";
            return;
        }

        var texts = FreshnessTexts.Of(freshness).For(seconds);
        headers[CacheStatus] = shared ? "MadLab; fwd=miss; collapsed" : missed ? "MadLab; fwd=miss" : texts.Hit;
        if (Callers.IsPrivate(context))
        {
            headers.CacheControl = texts.Private;
            return;
        }

        headers.CacheControl = texts.Public;
        headers[CdnCacheControl] = texts.Cdn;
    }

    /// <summary>Takes back what <see cref="Write"/> allows to keep.</summary>
    public static void ForbidStore(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.Remove(CdnCacheControl);
    }

    /// <summary>Names the source, where all of an answer has the same.</summary>
    public static void WriteSource(IHeaderDictionary headers, ReadOnlySpan<MarketRead> reads)
    {
        var first = reads[0].Entry.Provenance;
        var earliest = reads[0].Entry;
        foreach (var read in reads[1..])
        {
            var other = read.Entry.Provenance;

            // Of the one that is known up to the earliest moment; nothing where one does not say.
            earliest = earliest.Provenance.AsOf is null || other.AsOf >= earliest.Provenance.AsOf ? earliest : read.Entry;
            if (other.Provider != first.Provider || other.Adjustment != first.Adjustment)
            {
                return;
            }
        }

        headers[Provider] = first.Provider;
        headers[Feed] = first.Feed;
        headers[Delay] = reads[0].Entry.DelayText;
        if (earliest.AsOfText is { } moment)
        {
            headers[AsOf] = moment;
        }

        if (first.Adjustment is { } adjustment)
        {
            headers[Adjustment] = ToText(adjustment);
        }
    }

    public static string ToText(PriceAdjustment adjustment) => adjustment switch
    {
        PriceAdjustment.Raw => "raw",
        PriceAdjustment.Splits => "splits",
        _ => "all",
    };
}
