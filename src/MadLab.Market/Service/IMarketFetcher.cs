using MadLab.Market.Caching;

namespace MadLab.Market.Service;

/// <summary>Makes the entry of a key from providers.</summary>
internal interface IMarketFetcher
{
    /// <param name="key">What to fetch.</param>
    /// <param name="cache">Where answers that this one is computed from are read, so that they are shared too.</param>
    /// <param name="cancellationToken">Ends the fetch.</param>
    /// <exception cref="MarketDataException">No provider had an answer.</exception>
    Task<MarketEntry> FetchAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken);

    /// <summary>The name of a provider's own type as it is written; null where there is none of that name.</summary>
    string? FindType(string name);
}
