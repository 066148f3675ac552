using static MadLab.Testing.Conformance.Checks.Rules;

namespace MadLab.Testing.Conformance.Checks;

/// <summary>Quotes that are asked for.</summary>
internal static class QuoteChecks
{
    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        Must("QUOTE-001", "A known symbol has a quote, and nothing else comes.", static async run =>
        {
            var quotes = await AskAsync(run);
            return quotes.Count(q => q.Symbol == run.Options.Symbol) != 1 ? $"{run.Options.Symbol} came {quotes.Count(q => q.Symbol == run.Options.Symbol)} times."
                : First(quotes, q => q.Symbol != run.Options.Symbol, static q => $"{q.Symbol} came, and nobody asked for it.");
        }),
        Must("QUOTE-002", "Prices are positive, and times UTC and not in the future.", static async run => First(await AskAsync(run), q => Fault(q, run) is not null, q => Fault(q, run)!)),
        Must("QUOTE-003", "The change in percent is percent, and that of the change.", static async run =>
            (await AskAsync(run)).Select(static q => KpiChecks.PercentFault(q.Price, q.Change, q.ChangePercent)).FirstOrDefault(static f => f is not null)),
        Must("QUOTE-004", "An unknown symbol is left out, and costs the known ones nothing.", static async run =>
        {
            var provider = run.As<IQuoteProvider>(ProviderCapabilities.Quotes);
            if (run.Descriptor.Limits.MaxSymbolsPerCall < 2)
            {
                throw new NotApplicableException("One call takes one symbol.");
            }

            var quotes = await run.CallAsync(cancel => provider.GetQuotesAsync([run.Unknown, run.Options.Symbol], cancel));
            return quotes.Any(q => q.Symbol == run.Unknown) ? $"{run.Unknown} has a quote." : quotes.Any(q => q.Symbol == run.Options.Symbol) ? null : $"{run.Options.Symbol} has none beside it.";
        }),
        Should("QUOTE-005", "The bid is not above the ask.", static async run =>
            First(await AskAsync(run), static q => q.Bid > q.Ask, static q => $"{q.Symbol} is bid at {Text(q.Bid!.Value)} and offered at {Text(q.Ask!.Value)}.")),
    ];

    /// <summary>What the host would refuse in a quote; null where nothing.</summary>
    public static string? Fault(Quote q, ConformanceRun run) =>
        q.Price <= 0 ? $"{q.Symbol} has a price of {Text(q.Price)}."
        : q.Timestamp.Offset != TimeSpan.Zero ? $"{q.Symbol} is of {Text(q.Timestamp)}, which is not UTC."
        : q.Timestamp > run.Now.AddMinutes(5) ? $"{q.Symbol} is of {Text(q.Timestamp)}, and it is {Text(run.Now)}."
        : q.High != 0 && q.Low > q.High ? $"{q.Symbol} has low {Text(q.Low)} above high {Text(q.High)}."
        : q.Volume < 0 ? $"{q.Symbol} has a volume of {Text(q.Volume)}."
        : null;

    private static Task<IReadOnlyList<Quote>> AskAsync(ConformanceRun run)
    {
        var provider = run.As<IQuoteProvider>(ProviderCapabilities.Quotes);
        return run.OnceAsync("quotes", cancel => provider.GetQuotesAsync([run.Options.Symbol], cancel));
    }
}
