using MadLab.Access;
using MadLab.Market.Access;
using MadLab.Market.Analytics;
using MadLab.Market.Caching;
using MadLab.Market.Http;

namespace MadLab.Market.Service;

/// <content>What callers see whom the host shows only what is old enough, made from the answers of the others.</content>
internal sealed partial class MarketFetcher
{
    private async Task<MarketEntry> DelayedPricesAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        var read = await cache.ReadAsync(key with { Delay = default }, cancellationToken);
        var provenance = Later(read.Entry.Provenance, key.Delay);
        var series = HeldBack.Until((PriceSeries)read.Entry.Value!, Latest(provenance));
        provenance = provenance with { AsOf = series.AsOf };
        series = series with { Provenance = provenance };
        return Entry(key, series, provenance, read.Entry.Attempts, MarketJson.Prices(series), read);
    }

    // From bars: a provider's own key figures are of now, and what they were then nobody kept.
    private async Task<MarketEntry> DelayedKpisAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        var wanted = key with { Kind = MarketKind.Prices, Range = PriceRange.OneYear, DailyOnly = true };
        var daily = await cache.ReadAsync(wanted, cancellationToken);
        var series = (PriceSeries)daily.Entry.Value!;
        var provider = daily.Entry.Provenance.Provider;
        MarketRead[] parts = [daily];
        try
        {
            // Of the same provider: one answer never mixes two.
            var today = await cache.ReadAsync(
                wanted with { Range = PriceRange.OneDay, DailyOnly = false, Provider = provider }, cancellationToken);
            series = HeldBack.WithSession(series, (PriceSeries)today.Entry.Value!, registry.Select(provider) is [var handle, ..] && IsAlwaysOpen(handle, series.Symbol));
            parts = [daily, today];
        }
        catch (MarketDataException e) when (e.Kind is MarketErrorKind.NotSupported or MarketErrorKind.NoData)
        {
            // Without bars of the running session the last finished one is the newest that may be seen.
        }

        var kpis = DerivedKpis.From(series, null);
        var provenance = daily.Entry.Provenance with { Adjustment = null, AsOf = kpis.Timestamp };
        return Entry(key, kpis, provenance, daily.Entry.Attempts, MarketJson.Kpis(kpis), parts);
    }

    private async Task<MarketEntry> DelayedVolAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        var read = await cache.ReadAsync(key with { Delay = default }, cancellationToken);
        var provenance = Later(read.Entry.Provenance, key.Delay);
        return ((VolSurface)read.Entry.Value!).Timestamp <= Latest(provenance)
            ? Entry(key, read.Entry.Value!, provenance, read.Entry.Attempts, read.Entry.Identity.Bytes, read)
            : throw AccessQuestion.NotEntitled($"the volatility surface of {key.Subject} as it is now");
    }

    private static Provenance Later(Provenance provenance, TimeSpan delay) =>
        provenance with { DelaySeconds = provenance.DelaySeconds + (int)delay.TotalSeconds };

    private DateTimeOffset Latest(Provenance provenance) => time.GetUtcNow() - TimeSpan.FromSeconds(provenance.DelaySeconds);
}
