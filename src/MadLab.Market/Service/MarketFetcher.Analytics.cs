using MadLab.Market.Analytics;
using MadLab.Market.Caching;
using MadLab.Market.Http;
using MadLab.Market.Providers;
using MadLab.Market.Quality;

namespace MadLab.Market.Service;

/// <summary>What is computed from one price series.</summary>
internal sealed partial class MarketFetcher
{
    private async Task<MarketEntry> VolConeAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        var read = await cache.ReadAsync(key with { Kind = MarketKind.Prices, Estimator = VolatilityEstimator.CloseToClose }, cancellationToken);
        var cone = VolatilityCones.From((PriceSeries)read.Entry.Value!, key.Estimator);
        return Entry(key, cone, read.Entry.Provenance with { AsOf = cone.AsOf }, read.Entry.Attempts, MarketJson.VolCone(cone), read);
    }

    private async Task<MarketEntry> QualityAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        MarketRead read;
        try
        {
            read = await cache.ReadAsync(key with { Kind = MarketKind.Prices }, cancellationToken);
        }
        catch (MarketDataException e) when (e.Kind == MarketErrorKind.Malformed && key.Delay == TimeSpan.Zero)
        {
            return await RefusedQualityAsync(key, cancellationToken);
        }

        var report = Report(key, (PriceSeries)read.Entry.Value!, read.Entry.Provenance, null);
        return Entry(key, report, read.Entry.Provenance, read.Entry.Attempts, MarketJson.Quality(report), read);
    }

    /// <summary>Asks again for the series that prices refuse, to say all that is wrong with it.</summary>
    private async Task<MarketEntry> RefusedQualityAsync(MarketKey key, CancellationToken cancellationToken)
    {
        var symbol = Symbol.Parse(key.Subject);
        string? refusal = null;
        var answer = await chain.AskAsync<PriceSeries>(key.Provider, "prices", key.Subject, Call, cancellationToken);
        var provenance = answer.Provider.Provenance(time, answer.Value.Adjustment, answer.Value.AsOf);
        var series = answer.Value with { Currency = answer.Value.Currency ?? answer.Provider.Descriptor.Currency };
        var report = Report(key, series, provenance, refusal);

        // As short as the refusal itself is remembered: a mended upstream shows at once.
        return Entry(key, report, provenance, answer.Attempts, MarketJson.Quality(report), _options.StaleRetry);

        ProviderCall<PriceSeries>? Call(ProviderHandle handle)
        {
            if (!handle.Can(ProviderCapabilities.Prices) || handle.Adjustment(key.Adjustment) is not { } adjustment)
            {
                return null;
            }

            if (key.AsOf is not null && !handle.Descriptor.AnswersAsOf)
            {
                return null;
            }

            var request = new PriceRequest { Symbol = symbol, Range = key.Range, Adjustment = adjustment, AsOf = key.AsOf };
            return new(async ct =>
            {
                var series = await ((IPriceProvider)handle.Provider).GetPricesAsync(request, ct);
                Valid(() => PriceValidation.CheckIsSeries(request, series));
                refusal = PriceValidation.ProblemOf(request, series, time.GetUtcNow());
                return series;
            });
        }
    }

    private QualityReport Report(MarketKey key, PriceSeries series, Provenance provenance, string? refusal)
    {
        var (issues, expected) = QualityInspector.Inspect(series, key.AsOf is null ? FreshnessOf(provenance) : null);
        return new QualityReport
        {
            Symbol = series.Symbol,
            Range = key.Range,
            Bars = series.Bars.Count,
            SessionsExpected = expected,
            Issues = issues.ToList(),
            IssuesFound = issues.Total,
            Refusal = refusal,
        };
    }

    /// <summary>What the age of a provider's newest bar is measured against; null where it does not keep up with the market at all.</summary>
    private ExpectedFreshness? FreshnessOf(Provenance provenance) =>
        registry.Select(provenance.Provider) is [var handle, ..] ? FreshnessOf(handle, provenance.DelaySeconds) : null;

    private ExpectedFreshness? FreshnessOf(ProviderHandle handle) => FreshnessOf(handle, handle.Descriptor.DelaySeconds);

    private ExpectedFreshness? FreshnessOf(ProviderHandle handle, int delaySeconds) =>
        !handle.Descriptor.IsHistorical
            ? new ExpectedFreshness(time.GetUtcNow(), TimeSpan.FromSeconds(Math.Clamp(delaySeconds, 0, 86_400 * 366)))
            : null;
}
