using System.Diagnostics.CodeAnalysis;
using MadLab.Market.Caching;

namespace MadLab.Market.Http;

/// <summary>Query strings that were read before and what they ask, so that a cached answer costs no parsing.</summary>
/// <remarks>Bounded like the answers: callers can make up as many as they like.</remarks>
internal sealed class KnownQueries(MarketOptions options)
{
    /// <summary>Longer ones are read each time; those of one symbol that clients send have a tenth of it.</summary>
    private const int MaxLength = 512;

    // The object, the key in it and the node, about.
    private const int Overhead = 320;

    private readonly SieveCache<string, KnownQuery> _known = new(2 * options.MaxCacheEntries, options.MaxCacheBytes / 16);

    public bool TryGet(string? text, [NotNullWhen(true)] out KnownQuery? known)
    {
        known = null;
        return text is not null && _known.TryGet(text, out known);
    }

    /// <summary>Remembers a query of one answer, but for those whose meaning, or being well formed, depends on the day.</summary>
    public void Add(string? text, MarketQueryParameters parameters, MarketQuery query, MarketKey key)
    {
        if (text is { Length: <= MaxLength } && parameters is { AsOf: null, From: null, To: null })
        {
            _known.Set(text, new KnownQuery(query, key), Overhead + (2 * text.Length));
        }
    }
}

/// <summary>A query of one answer.</summary>
internal sealed record KnownQuery(MarketQuery Query, MarketKey Key);
