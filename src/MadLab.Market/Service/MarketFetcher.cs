using MadLab.Market.Analytics;
using MadLab.Market.Caching;
using MadLab.Market.Diagnostics;
using MadLab.Market.Http;
using MadLab.Market.Providers;
using MadLab.Market.Quality;
using Microsoft.Extensions.Options;

namespace MadLab.Market.Service;

/// <summary>Asks the chain, checks what comes back, and encodes it once.</summary>
internal sealed partial class MarketFetcher(
    ProviderChain chain, ProviderRegistry registry, IOptions<MarketOptions> options, MarketMetrics metrics, TimeProvider time) : IMarketFetcher
{
    /// <summary>After so many days a session is over wherever on earth it was, and its close corrected.</summary>
    private const int DaysUntilPast = 2;

    private readonly MarketOptions _options = options.Value;

    public Task<MarketEntry> FetchAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken) => key.Kind switch
    {
        MarketKind.Prices when key.IsCsv => CsvAsync(key, cache, cancellationToken),
        MarketKind.Prices when key.Delay > TimeSpan.Zero => DelayedPricesAsync(key, cache, cancellationToken),
        MarketKind.Kpis when key.Delay > TimeSpan.Zero => DelayedKpisAsync(key, cache, cancellationToken),
        MarketKind.Vol when key.Delay > TimeSpan.Zero => DelayedVolAsync(key, cache, cancellationToken),
        MarketKind.Prices when key.Window is { } window => window.Interval.IsIntraday()
            ? IntradayAsync(key, window, cancellationToken)
            : DailyWindowAsync(key, window, cache, cancellationToken),
        MarketKind.Prices => PricesAsync(key, cache, cancellationToken),
        MarketKind.Kpis => KpisAsync(key, cache, cancellationToken),
        MarketKind.Vol => VolAsync(key, cache, cancellationToken),
        MarketKind.VolCone => VolConeAsync(key, cache, cancellationToken),
        MarketKind.Quality => QualityAsync(key, cache, cancellationToken),
        MarketKind.Info => InfoAsync(key, cache, cancellationToken),
        MarketKind.Custom => CustomAsync(key, cancellationToken),
        _ => CorrelationAsync(key, cache, cancellationToken),
    };

    /// <summary>How long an answer may be kept; one for a past day longer, because it does not change.</summary>
    public static FreshnessOptions FreshnessOf(MarketOptions options, MarketKind kind, DateOnly? asOf, DateTimeOffset now) =>
        asOf is { } day && day.DayNumber + DaysUntilPast <= DateOnly.FromDateTime(now.UtcDateTime).DayNumber ? options.AsOf : FreshnessOf(options, kind);

    private static FreshnessOptions FreshnessOf(MarketOptions options, MarketKind kind) => kind switch
    {
        MarketKind.Prices => options.Prices,
        MarketKind.Kpis => options.Kpis,
        MarketKind.Vol => options.Vol,
        MarketKind.VolCone => options.VolCone,
        MarketKind.Quality => options.Quality,
        MarketKind.Info => options.Info,
        MarketKind.Custom => options.Custom,
        _ => options.Correlation,
    };

    private async Task<MarketEntry> PricesAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        var symbol = Symbol.Parse(key.Subject);
        var passed = new PassedOver();
        var answer = await passed.ExplainAsync(
            $"prices of {symbol}{AsOfText(key)}", chain.AskAsync<PriceSeries>(key.Provider, "prices", key.Subject, Call, cancellationToken));
        var provenance = answer.Provider.Provenance(time, answer.Value.Adjustment, answer.Value.AsOf);
        var series = answer.Value with { Provenance = provenance, Currency = answer.Value.Currency ?? answer.Provider.Descriptor.Currency };
        metrics.Found(QualityInspector.Inspect(series, key.AsOf is null ? FreshnessOf(answer.Provider) : null).Issues);
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

            var request = new PriceRequest { Symbol = symbol, Range = key.Range, Adjustment = adjustment, DailyOnly = key.DailyOnly, AsOf = key.AsOf };
            return new(async ct =>
            {
                var series = await ((IPriceProvider)handle.Provider).GetPricesAsync(request, ct);
                Valid(() =>
                {
                    PriceValidation.Check(request, series, time.GetUtcNow());
                    if (cache.Peek(key) is { Value: PriceSeries known } entry && entry.Provenance.Provider == handle.Name && entry.CanStandIn(time.GetUtcNow()))
                    {
                        ContinuityValidation.Check(known, series);
                    }
                });
                return series;
            });
        }
    }

    private async Task<MarketEntry> KpisAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        var symbol = Symbol.Parse(key.Subject);
        MarketRead? bars = null;
        var passed = new PassedOver();
        var answer = await passed.ExplainAsync(
            $"kpis of {symbol}{AsOfText(key)}", chain.AskAsync<Kpis>(key.Provider, "kpis", key.Subject, Call, cancellationToken));
        var provenance = answer.Provider.Provenance(time, null, answer.Value.Timestamp);
        var kpis = answer.Value with { Currency = answer.Value.Currency ?? answer.Provider.Descriptor.Currency };
        return Entry(key, kpis, provenance, answer.Attempts, MarketJson.Kpis(kpis), bars is { } read ? [read] : []);

        ProviderCall<Kpis>? Call(ProviderHandle handle)
        {
            // Key figures of a past day are what its bars tell: what a provider says of now says nothing of then.
            if (key.AsOf is null && handle.Can(ProviderCapabilities.Kpis))
            {
                return new(async ct =>
                {
                    var figures = await ((IKpiProvider)handle.Provider).GetKpisAsync(symbol, ct);
                    if (handle.Descriptor.DividendYieldUnit is RatioUnit.Percent && figures?.DividendYield is { } percent)
                    {
                        figures = figures with { DividendYield = percent / 100 };
                    }

                    Valid(() => KpisValidation.Check(symbol, figures!));
                    return figures!;
                });
            }

            if (!handle.Can(ProviderCapabilities.Prices))
            {
                return null;
            }

            if (key.AsOf is not null && !handle.Descriptor.AnswersAsOf)
            {
                return passed.PassNowOnly<Kpis>(handle);
            }

            // An author who only serves prices gets these free, from the same cached series as the charts.
            return new(async ct =>
            {
                var read = await DailyYearAsync(handle, key, cache, ct);
                bars = read;
                return DerivedKpis.From((PriceSeries)read.Entry.Value!, null);
            }, IsDerived: true);
        }
    }

    /// <summary>A year of a provider's daily bars: what the chain has of it where that is the provider's, else its own.</summary>
    private ValueTask<MarketRead> DailyYearAsync(ProviderHandle handle, MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        var year = new MarketKey(MarketKind.Prices, key.Subject, PriceRange.OneYear, Provider: key.Provider, AsOf: key.AsOf);
        return cache.Peek(year) is { } held && held.Provenance.Provider == handle.Name && held.IsFresh(time.GetUtcNow())
            ? ValueTask.FromResult(new MarketRead(held, ReadOutcome.Hit))
            : cache.ReadAsync(year with { Provider = handle.Name }, cancellationToken);
    }

    private async Task<MarketEntry> CorrelationAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        var symbols = key.Subject.Split(',').Select(Symbol.Parse).ToArray();
        var request = new MarketRequestOptions { Adjustment = key.Adjustment, Provider = key.Provider, AsOf = key.AsOf };
        var reads = await ReadAllAsync(key.Range);

        // Each range counts back from its own newest bar; where those differ, only the whole series overlap enough.
        if (key.Range != PriceRange.Max && reads.Select(r => Series(r).Bars[^1].Time).Distinct().Count() > 1)
        {
            reads = await ReadAllAsync(PriceRange.Max);
        }

        var matrix = Correlations.Compute([.. reads.Select(Series)], key.Range);
        var first = reads[0].Entry;
        var provenance = first.Provenance with
        {
            AsOf = matrix.Timestamp,
            Provider = OneOf(p => p.Provider),
            Feed = OneOf(p => p.Feed),

            // The weakest of all: one raw series makes its whole row raw.
            Adjustment = reads.Min(r => r.Entry.Provenance.Adjustment),
        };
        return Entry(key, matrix, provenance, first.Attempts, MarketJson.Correlation(matrix), reads);

        async Task<MarketRead[]> ReadAllAsync(PriceRange range) =>
            await Task.WhenAll(symbols.Select(s => cache.ReadAsync(MarketKey.Prices(s, range, request, dailyOnly: true) with { Delay = key.Delay }, cancellationToken).AsTask()));

        static PriceSeries Series(MarketRead read) => (PriceSeries)read.Entry.Value!;

        string OneOf(Func<Provenance, string> part) => string.Join('+', reads.Select(r => part(r.Entry.Provenance)).Distinct());
    }

    /// <summary>The entry of a value; one computed from other answers is no fresher than the oldest of them, and stale where one was.</summary>
    private MarketEntry Entry(
        MarketKey key, object value, Provenance provenance, IReadOnlyList<ProviderAttempt> attempts, byte[] body, params ReadOnlySpan<MarketRead> parts) =>
        Entry(key, value, provenance, attempts, body, FreshnessOf(_options, key.Kind, key.AsOf, time.GetUtcNow()).SharedMaxAge, parts);

    private MarketEntry Entry(
        MarketKey key, object value, Provenance provenance, IReadOnlyList<ProviderAttempt> attempts, byte[] body, TimeSpan fresh, params ReadOnlySpan<MarketRead> parts)
    {
        var now = time.GetUtcNow();

        // A little longer than the header's cap, so that the first answer carries the whole cap: headers round down. And each a
        // little longer than the next, so that a hundred made by one request are not asked for again by one request.
        var until = now + fresh + TimeSpan.FromMilliseconds(Math.Min(1000, fresh.TotalMilliseconds / 20)) + (fresh * (_options.LifetimeJitter * Random.Shared.NextDouble()));
        var stale = false;
        foreach (var part in parts)
        {
            stale |= part.Outcome == ReadOutcome.Stale;
            until = part.Entry.FreshUntil < until ? part.Entry.FreshUntil : until;
        }

        return new MarketEntry
        {
            Key = key,
            Value = value,
            Provenance = provenance,
            Attempts = attempts,
            Identity = new EncodedBody(body, null, body),
            FreshUntil = until,
            StaleUntil = now + _options.StaleLimit is var limit && limit > until ? limit : until,
            RefreshAt = key.AsOf is null ? now + ((until - now) * _options.EarlyRefresh) : DateTimeOffset.MaxValue,
            IsStale = stale,
        };
    }

    private void Valid(Action check) => Valid<object?>(() =>
    {
        check();
        return null;
    });

    /// <summary>What is made of an answer, where it is fit for that.</summary>
    private T Valid<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (MarketDataException)
        {
            metrics.Invalid();
            throw;
        }
        catch (Exception e)
        {
            // A null where none may be, numbers too large to compute with: the answer's fault, whatever breaks on it.
            metrics.Invalid();
            throw new MarketDataException(MarketErrorKind.Malformed, "The provider's answer cannot be read.", e);
        }
    }
}
