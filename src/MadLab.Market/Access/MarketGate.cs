using System.Security.Claims;
using MadLab.Access;
using MadLab.Market.Caching;
using MadLab.Market.Providers;
using MadLab.Market.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MadLab.Market.Access;

/// <summary>Stands before the cache and asks the host what the caller may see; without an <see cref="IMarketAccess"/> it is not there.</summary>
/// <remarks>
/// The right is part of the key, so callers with different rights never share an entry. It is asked of every provider that may answer:
/// where all have the same, the chain answers as ever; where they differ, those open to the caller are asked one by one.
/// </remarks>
internal sealed class MarketGate(MarketCache cache, ProviderRegistry providers, TimeProvider time, ILogger<MarketGate> logger, IMarketAccess? access = null)
{
    /// <summary>The answer as the caller of a request may see it.</summary>
    /// <exception cref="MarketDataException">There is none, or none for this caller.</exception>
    public ValueTask<MarketRead> ReadAsync(MarketKey key, HttpContext context) =>
        access is null ? cache.ReadAsync(key, context.RequestAborted) : ReadAsync(access, key, context.User, context.RequestAborted);

    /// <summary>The answer as a caller may see it; null is the host itself.</summary>
    /// <exception cref="MarketDataException">There is none, or none for this caller.</exception>
    public ValueTask<MarketRead> ReadAsync(MarketKey key, ClaimsPrincipal? caller, CancellationToken cancellationToken) =>
        access is null || caller is null ? cache.ReadAsync(key, cancellationToken) : ReadAsync(access, key, caller, cancellationToken);

    private async ValueTask<MarketRead> ReadAsync(IMarketAccess asked, MarketKey key, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        var symbols = Array.ConvertAll(key.Subject.Split(','), Symbol.Parse);
        var handles = providers.Select(key.Provider);
        var open = new List<(string Provider, TimeSpan Delay)>(handles.Count);
        foreach (var handle in handles)
        {
            if (await DelayAsync(asked, key, handle, symbols, caller, cancellationToken) is { } delay)
            {
                open.Add((handle.Name, delay));
            }
        }

        if (open.Count == 0 && handles.Count > 0)
        {
            throw AccessQuestion.NotEntitled(key.Subject);
        }

        if (open.Count == handles.Count && open.TrueForAll(o => o.Delay == open[0].Delay))
        {
            return await cache.ReadAsync(open.Count == 0 ? key : key with { Delay = open[0].Delay }, cancellationToken);
        }

        MarketRead? stale = null;
        MarketDataException? gravest = null;
        foreach (var (provider, delay) in open)
        {
            try
            {
                var read = await cache.ReadAsync(key with { Provider = provider, Delay = delay }, cancellationToken);
                if (read.Outcome != ReadOutcome.Stale)
                {
                    return read;
                }

                // As in the chain: what a provider said before stands in only where none of the next answers either.
                stale ??= read;
            }
            catch (MarketDataException e)
            {
                gravest = ProviderChain.Graver(gravest, e);
            }
        }

        return stale ?? throw gravest!;
    }

    /// <summary>By how much a provider's data must be held back for a caller; null where he may not see it. Of several symbols the strictest counts.</summary>
    private async ValueTask<TimeSpan?> DelayAsync(
        IMarketAccess asked, MarketKey key, ProviderHandle handle, Symbol[] symbols, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        // What the feed itself lags behind is old enough by that much.
        var lag = TimeSpan.FromSeconds(handle.Descriptor.DelaySeconds);
        var longest = TimeSpan.Zero;
        foreach (var symbol in symbols)
        {
            var request = new MarketAccessRequest { Caller = caller, Provider = handle.Name, Feed = handle.Descriptor.Feed, Symbol = symbol };
            var right = await AccessQuestion.AskAsync(asked, request, time, logger, cancellationToken);
            if (!right.IsAllowed)
            {
                return null;
            }

            longest = right.Delay - lag > longest ? right.Delay - lag : longest;
        }

        // What an instrument is does not get old.
        return key.Kind == MarketKind.Info ? TimeSpan.Zero : longest;
    }
}
