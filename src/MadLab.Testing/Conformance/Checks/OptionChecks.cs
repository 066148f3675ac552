using static MadLab.Testing.Conformance.Checks.Rules;

namespace MadLab.Testing.Conformance.Checks;

/// <summary>Option quotes and ready surfaces.</summary>
internal static class OptionChecks
{
    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        Must("OPTION-001", "Strikes and the underlying's price are positive.", static async run =>
        {
            var chain = await ChainAsync(run);
            return chain.UnderlyingPrice <= 0 ? $"The underlying is at {Text(chain.UnderlyingPrice)}." : First(chain.Quotes, static q => q.Strike <= 0, static q => $"A strike is {Text(q.Strike)}.");
        }),
        Must("OPTION-002", "No contract has expired before the quotes.", static async run =>
        {
            var chain = await ChainAsync(run);
            var day = DateOnly.FromDateTime(chain.AsOf.UtcDateTime).AddDays(-1);
            return First(chain.Quotes, q => q.Expiry < day, q => $"A contract expired on {q.Expiry:yyyy-MM-dd}, and the quotes are of {Text(chain.AsOf)}.");
        }),
        Must("OPTION-003", "Bids and asks are not negative, and no bid is above its ask.", static async run =>
            First((await ChainAsync(run)).Quotes, static q => q.Bid < 0 || q.Ask < 0 || (q.Ask > 0 && q.Bid > q.Ask), static q => $"{q.Right} {Text(q.Strike)} of {q.Expiry:yyyy-MM-dd} is bid at {Text(q.Bid)} and offered at {Text(q.Ask)}.")),
        Must("OPTION-004", "Each contract comes once.", static async run =>
            (await ChainAsync(run)).Quotes.GroupBy(static q => (q.Right, q.Strike, q.Expiry)).FirstOrDefault(static g => g.Count() > 1) is { } twice ? $"{twice.Key.Right} {Text(twice.Key.Strike)} of {twice.Key.Expiry:yyyy-MM-dd} comes {twice.Count()} times." : null),
        Must("OPTION-005", "An unknown symbol is a MarketDataException of the kind SymbolUnknown.", static run =>
        {
            var provider = run.As<IOptionChainProvider>(ProviderCapabilities.OptionChain);
            return run.UnknownAsync((symbol, cancel) => provider.GetOptionChainAsync(symbol, null, cancel));
        }),
        Must("VOL-001", "Volatilities are fractions.", static async run =>
            First((await SurfaceAsync(run)).Points, static p => p.ImpliedVol is not (> 0 and <= 5), static p => FormattableString.Invariant($"Strike {p.Strike} of {p.Expiry:yyyy-MM-dd} has {p.ImpliedVol}; 22 % is 0.22."))),
        Must("VOL-002", "Points are in order of expiry and strike, each once.", static async run =>
        {
            var points = (await SurfaceAsync(run)).Points;
            return First(points.Zip(points.Skip(1)), static p => (p.Second.Expiry, p.Second.Strike).CompareTo((p.First.Expiry, p.First.Strike)) <= 0, static p => FormattableString.Invariant($"{p.Second.Expiry:yyyy-MM-dd} {p.Second.Strike} comes after {p.First.Expiry:yyyy-MM-dd} {p.First.Strike}."));
        }),
        Must("VOL-003", "An unknown symbol is a MarketDataException of the kind SymbolUnknown.", static run =>
        {
            var provider = run.As<IVolSurfaceProvider>(ProviderCapabilities.VolSurface);
            return run.UnknownAsync(provider.GetVolSurfaceAsync);
        }),
    ];

    private static Task<OptionChain> ChainAsync(ConformanceRun run)
    {
        var provider = run.As<IOptionChainProvider>(ProviderCapabilities.OptionChain);
        return run.OnceWhereItHasAsync("chain", cancel => provider.GetOptionChainAsync(run.Options.Symbol, null, cancel));
    }

    private static Task<VolSurface> SurfaceAsync(ConformanceRun run)
    {
        var provider = run.As<IVolSurfaceProvider>(ProviderCapabilities.VolSurface);
        return run.OnceWhereItHasAsync("surface", cancel => provider.GetVolSurfaceAsync(run.Options.Symbol, cancel));
    }
}
