using MadLab.Market.Analytics;
using MadLab.Market.Caching;
using MadLab.Market.Http;
using MadLab.Market.Providers;
using MadLab.Market.Quality;

namespace MadLab.Market.Service;

/// <summary>Volatility surfaces.</summary>
internal sealed partial class MarketFetcher
{
    private async Task<MarketEntry> VolAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        var symbol = Symbol.Parse(key.Subject);
        var passed = new PassedOver();
        var answer = await passed.ExplainAsync(
            $"vol of {symbol}{AsOfText(key)}", chain.AskAsync<VolSurface>(key.Provider, "vol", key.Subject, Call, cancellationToken));
        var provenance = answer.Provider.Provenance(time, null, answer.Value.Timestamp);
        return Entry(key, answer.Value, provenance, answer.Attempts, MarketJson.Vol(answer.Value));

        ProviderCall<VolSurface>? Call(ProviderHandle handle)
        {
            if (key.AsOf is null && handle.Can(ProviderCapabilities.VolSurface))
            {
                return new(async ct =>
                {
                    var surface = await ((IVolSurfaceProvider)handle.Provider).GetVolSurfaceAsync(symbol, ct);
                    Valid(() => SurfaceValidation.Check(symbol, surface));
                    return surface;
                });
            }

            if (!handle.Can(ProviderCapabilities.OptionChain))
            {
                return key.AsOf is not null && handle.Can(ProviderCapabilities.VolSurface) ? passed.PassNowOnly<VolSurface>(handle) : null;
            }

            if (key.AsOf is not null && !handle.Descriptor.AnswersAsOf)
            {
                return passed.PassNowOnly<VolSurface>(handle);
            }

            return new(async ct =>
            {
                var day = await SessionOfAsync(handle, key, cache, ct);
                var quotes = await ((IOptionChainProvider)handle.Provider).GetOptionChainAsync(symbol, day, ct);
                Valid(() => ChainValidation.Check(symbol, quotes));
                return ImpliedSurface.From(quotes);
            });
        }
    }

    /// <summary>The session whose quotes were the newest on a day: on a Sunday Friday's. Null for now.</summary>
    private static async Task<DateOnly?> SessionOfAsync(ProviderHandle handle, MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        if (key.AsOf is null || !handle.Can(ProviderCapabilities.Prices))
        {
            return key.AsOf;
        }

        var read = await cache.ReadAsync(
            new MarketKey(MarketKind.Prices, key.Subject, PriceRange.OneMonth, DailyOnly: true, Provider: handle.Name, AsOf: key.AsOf), cancellationToken);
        return ClosingPath.DayOf(((PriceSeries)read.Entry.Value!).Bars[^1]);
    }
}
