using static MadLab.Testing.Conformance.Checks.Rules;

namespace MadLab.Testing.Conformance.Checks;

/// <summary>What an instrument is.</summary>
internal static class InfoChecks
{
    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        Must("INFO-001", "The answer is of the symbol that was asked for.", static async run =>
            (await AskAsync(run)).Symbol is var symbol && symbol == run.Options.Symbol ? null : $"Asked for {run.Options.Symbol}, the answer is of {symbol}."),
        Must("INFO-002", "A time zone is one of the IANA database.", static async run =>
            (await AskAsync(run)).TimeZone is { } zone && (!zone.Contains('/') && zone != "UTC" || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) ? $"The time zone is “{zone}”." : null),
        Must("INFO-003", "A tick is positive.", static async run => (await AskAsync(run)).TickSize is <= 0 and var tick ? $"The tick is {Text(tick)}." : null),
        Must("INFO-004", "An unknown symbol is a MarketDataException of the kind SymbolUnknown.", static run =>
        {
            var provider = run.As<IInstrumentInfoProvider>(ProviderCapabilities.Info);
            return run.UnknownAsync(provider.GetInfoAsync);
        }),
    ];

    private static Task<InstrumentInfo> AskAsync(ConformanceRun run)
    {
        var provider = run.As<IInstrumentInfoProvider>(ProviderCapabilities.Info);
        return run.OnceAsync("info", cancel => provider.GetInfoAsync(run.Options.Symbol, cancel));
    }
}
