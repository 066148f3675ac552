using static MadLab.Testing.Conformance.Checks.Rules;

namespace MadLab.Testing.Conformance.Checks;

/// <summary>Finding instruments.</summary>
internal static class SearchChecks
{
    private const int Limit = 5;

    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        Must("SEARCH-001", "An instrument is found by its letters.", static async run =>
            (await AskAsync(run)).Any(m => m.Symbol == run.Options.Symbol) ? null : $"“{Query(run)}” found {string.Join(", ", (await AskAsync(run)).Select(static m => m.Symbol.Value).DefaultIfEmpty("nothing"))}."),
        Must("SEARCH-002", "No more comes than was asked for.", static async run => (await AskAsync(run)).Count is var count && count <= Limit ? null : $"Asked for {Limit}, {count} came."),
        Must("SEARCH-003", "What is found has a symbol and a name.", static async run =>
            First(await AskAsync(run), static m => m.Symbol.IsEmpty || string.IsNullOrWhiteSpace(m.Name), static m => $"“{m.Symbol}” has the name “{m.Name}”.")),
        Must("SEARCH-004", "Nothing found is an empty list.", static async run =>
        {
            var provider = run.As<ISymbolSearchProvider>(ProviderCapabilities.Search);
            var found = await run.CallAsync(cancel => provider.SearchAsync("qzxjqzxj", Limit, cancel));
            return found.Count == 0 ? null : $"“qzxjqzxj” found {found[0].Symbol}.";
        }),
        Should("SEARCH-005", "Small letters find what large ones do, in every culture.", static async run =>
        {
            var provider = run.As<ISymbolSearchProvider>(ProviderCapabilities.Search);
            var found = await run.InCultureAsync("tr-TR", cancel => provider.SearchAsync(Query(run).ToLowerInvariant(), Limit, cancel));
            return found.Any(m => m.Symbol == run.Options.Symbol) ? null : $"“{Query(run).ToLowerInvariant()}” does not find {run.Options.Symbol}.";
        }),
        Should("SEARCH-006", "Each instrument comes once.", static async run =>
            (await AskAsync(run)).GroupBy(static m => m.Symbol).FirstOrDefault(static g => g.Count() > 1) is { } twice ? $"{twice.Key} comes {twice.Count()} times." : null),
    ];

    private static string Query(ConformanceRun run) => run.Options.Query ?? run.Options.Symbol.Value;

    private static Task<IReadOnlyList<SymbolMatch>> AskAsync(ConformanceRun run)
    {
        var provider = run.As<ISymbolSearchProvider>(ProviderCapabilities.Search);
        return run.OnceAsync("search", cancel => provider.SearchAsync(Query(run), Limit, cancel));
    }
}
