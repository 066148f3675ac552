namespace MadLab.Market.Providers.Synthetic;

/// <summary>Finds known instruments: the symbol itself, symbols that begin with the text, then names that contain it; any case.</summary>
internal static class SyntheticSearch
{
    public static IReadOnlyList<SymbolMatch> Find(string text, int limit) =>
    [
        .. KnownInstruments.All
            .Select(known => (Known: known, Rank: RankOf(known, text)))
            .Where(hit => hit.Rank is not null)
            .OrderBy(hit => hit.Rank)
            .ThenBy(hit => hit.Known.Symbol, StringComparer.Ordinal)
            .Take(limit)
            .Select(hit => new SymbolMatch { Symbol = Symbol.Parse(hit.Known.Symbol), Name = hit.Known.Name, Type = hit.Known.Type }),
    ];

    private static int? RankOf(KnownInstruments.Known known, string text) =>
        known.Symbol.Equals(text, StringComparison.OrdinalIgnoreCase) ? 0
        : known.Symbol.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 1
        : known.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 2
        : known.Name.Contains(text, StringComparison.OrdinalIgnoreCase) ? 3
        : null;
}
