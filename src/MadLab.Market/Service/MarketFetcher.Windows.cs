using MadLab.Market.Caching;
using MadLab.Market.Calendars;
using MadLab.Market.Feeds.Silence;
using MadLab.Market.Http;
using MadLab.Market.Prices;
using MadLab.Market.Providers;
using MadLab.Market.Quality;

namespace MadLab.Market.Service;

/// <summary>Prices in bars of a chosen length, of a window, or as CSV.</summary>
internal sealed partial class MarketFetcher
{
    /// <summary>The same answer, written otherwise: no call of its own.</summary>
    private async Task<MarketEntry> CsvAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        var read = await cache.ReadAsync(key with { IsCsv = false }, cancellationToken);
        var series = (PriceSeries)read.Entry.Value!;
        return Entry(key, series, read.Entry.Provenance, read.Entry.Attempts, PriceCsv.Write(series), read);
    }

    /// <summary>Days and weeks are cut from the cached series that the charts have, so that a window costs no call where that is known.</summary>
    private async Task<MarketEntry> DailyWindowAsync(MarketKey key, PriceWindow window, MarketCache cache, CancellationToken cancellationToken)
    {
        var whole = key with { Window = null, Range = DailyWindow.Covering(window, key.Range, time.GetUtcNow()), DailyOnly = false };
        var read = await cache.ReadAsync(whole, cancellationToken);
        var series = DailyWindow.Cut((PriceSeries)read.Entry.Value!, window, key.Range);
        var provenance = read.Entry.Provenance with { AsOf = series.AsOf };
        series = series with { Provenance = provenance };
        return Entry(key, series, provenance, read.Entry.Attempts, MarketJson.Prices(series), read);
    }

    private async Task<MarketEntry> IntradayAsync(MarketKey key, PriceWindow window, CancellationToken cancellationToken)
    {
        var symbol = Symbol.Parse(key.Subject);
        var passed = new PassedOver();
        var answer = await passed.ExplainAsync(
            $"{window.Interval.ToText()} bars of {symbol}{AsOfText(key)}",
            chain.AskAsync<PriceSeries>(key.Provider, "prices", key.Subject, Call, cancellationToken));
        var provenance = answer.Provider.Provenance(time, answer.Value.Adjustment, answer.Value.AsOf);
        var series = answer.Value with { Provenance = provenance, Currency = answer.Value.Currency ?? answer.Provider.Descriptor.Currency };
        return Entry(key, series, provenance, answer.Attempts, MarketJson.Prices(series));

        ProviderCall<PriceSeries>? Call(ProviderHandle handle)
        {
            if (!handle.Can(ProviderCapabilities.Prices) || handle.Adjustment(key.Adjustment) is not { } adjustment)
            {
                return null;
            }

            if (key.AsOf is not null && !handle.Descriptor.AnswersAsOf)
            {
                return passed.PassNowOnly<PriceSeries>(handle);
            }

            var sources = SourcesOf(handle, window.Interval);
            if (sources.Count == 0)
            {
                return passed.Pass<PriceSeries>(handle, $"has {string.Join(", ", handle.Descriptor.Limits.Intervals.Select(i => i.ToText()))}");
            }

            var days = WindowLimits.DaysOf(key.Range, window, key.AsOf, time.GetUtcNow());
            var near = sources.FindAll(s => days <= WindowLimits.MaxSourceDays(s));
            if (days > handle.Descriptor.Limits.MaxIntradayWindow?.TotalDays)
            {
                return passed.Pass<PriceSeries>(handle, $"has them over at most {handle.Descriptor.Limits.MaxIntradayWindow.Value.TotalDays:0.##} days at once");
            }

            return near.Count == 0
                ? passed.Pass<PriceSeries>(handle, $"makes them of {sources[0].ToText()} bars, over at most {WindowLimits.MaxSourceDays(sources[0])} days")
                : new(ct => ReadIntradayAsync(handle, key, window, adjustment, near, ct));
        }
    }

    /// <summary>The lengths of bars of a provider that the wanted one can be made of, longest first: the fewest bars.</summary>
    private static List<BarInterval> SourcesOf(ProviderHandle handle, BarInterval interval) =>
        [.. handle.Descriptor.Limits.Intervals
            .Where(i => i <= interval && interval.Length().Ticks % i.Length().Ticks == 0)
            .Distinct()
            .OrderDescending()];

    private async Task<PriceSeries> ReadIntradayAsync(
        ProviderHandle handle, MarketKey key, PriceWindow window, PriceAdjustment adjustment, List<BarInterval> sources, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await ReadIntradayAsync(handle, key, window, adjustment, sources[i], cancellationToken);
            }
            catch (MarketDataException e) when (e.Kind is MarketErrorKind.NoData or MarketErrorKind.NotSupported && i < sources.Count - 1)
            {
                // A provider may have some lengths of some instruments alone: what has no hours may have minutes.
            }
        }
    }

    private async Task<PriceSeries> ReadIntradayAsync(
        ProviderHandle handle, MarketKey key, PriceWindow window, PriceAdjustment adjustment, BarInterval source, CancellationToken cancellationToken)
    {
        var made = source != window.Interval;
        var request = new PriceRequest
        {
            Symbol = Symbol.Parse(key.Subject),
            Range = key.Range,
            Adjustment = adjustment,
            Interval = source,

            // Whole days where bars are made of shorter ones: a few hours do not tell when a session begins.
            From = made && window.From is { } from ? new DateTimeOffset(from.UtcDateTime.Date, TimeSpan.Zero) : window.From,
            To = made && window.To is { } to ? WindowLimits.EndOf(DateOnly.FromDateTime(to.UtcDateTime)) : window.To,
            AsOf = key.AsOf,
        };
        var series = await ((IPriceProvider)handle.Provider).GetPricesAsync(request, cancellationToken);
        Valid(() => PriceValidation.Check(request, series, time.GetUtcNow()));
        metrics.Found(QualityInspector.Inspect(series, key.AsOf is null && request.To is null ? FreshnessOf(handle) : null).Issues);
        return made ? Resample(handle, series, window) : Trim(series, series.Bars, window);
    }

    private PriceSeries Resample(ProviderHandle handle, PriceSeries source, PriceWindow window)
    {
        var priced = source with { Currency = source.Currency ?? handle.Descriptor.Currency };
        var grid = SessionGrid.Of(priced, IsAlwaysOpen(handle, source.Symbol));
        var over = handle.Descriptor.IsHistorical ? (DateTimeOffset?)null : time.GetUtcNow().AddSeconds(-Math.Max(0, handle.Descriptor.DelaySeconds));
        return Trim(source, BarResampler.ToIntraday(source, window.Interval, grid, over), window);
    }

    private static bool IsAlwaysOpen(ProviderHandle handle, Symbol symbol) =>
        InstrumentHours.Of(handle.Descriptor, symbol) is var hours && (hours == OpenHours.Always || hours == OpenHours.Forex);

    private static PriceSeries Trim(PriceSeries series, IReadOnlyList<Bar> bars, PriceWindow window)
    {
        var kept = bars.All(b => window.Contains(b.Time)) ? bars : [.. bars.Where(b => window.Contains(b.Time))];
        return kept.Count > 0
            ? series with { Interval = window.Interval, Bars = kept, AsOf = kept[^1] == bars[^1] ? series.AsOf : null }
            : throw new MarketDataException(MarketErrorKind.NoData, $"{series.Symbol} has no {window}.");
    }

    private static string AsOfText(MarketKey key) => key.AsOf is { } day ? $" as of {day:O}" : string.Empty;
}
