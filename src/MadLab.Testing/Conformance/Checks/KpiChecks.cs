using static MadLab.Testing.Conformance.Checks.Rules;

namespace MadLab.Testing.Conformance.Checks;

/// <summary>Key figures.</summary>
internal static class KpiChecks
{
    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        Must("KPI-001", "The answer is of the symbol that was asked for.", static async run =>
            (await AskAsync(run)).Symbol is var symbol && symbol == run.Options.Symbol ? null : $"Asked for {run.Options.Symbol}, the answer is of {symbol}."),
        Must("KPI-002", "The price is positive.", static async run => (await AskAsync(run)).Price is var price && price > 0 ? null : $"The price is {Text(price)}."),
        Must("KPI-003", "The moment is UTC and not in the future.", static async run =>
            (await AskAsync(run)).Timestamp is var time && time.Offset == TimeSpan.Zero && time <= run.Now.AddMinutes(5) ? null : $"It is {Text(time)}, and now is {Text(run.Now)}."),
        Must("KPI-004", "The change in percent is percent, and that of the change.", static async run =>
        {
            var k = await AskAsync(run);
            return PercentFault(k.Price, k.Change, k.ChangePercent);
        }),
        Must("KPI-005", "The dividend yield is in the unit that the descriptor says, a fraction by default.", static async run =>
        {
            var (yield, percent) = ((await AskAsync(run)).DividendYield, run.Descriptor.DividendYieldUnit is RatioUnit.Percent);
            return yield < 0 || yield >= (percent ? 100 : 1) ? $"It is {Text(yield.Value)}; 2 % is {(percent ? "2" : "0.02")}." : null;
        }),
        Must("KPI-006", "The year's low is not above its high.", static async run =>
        {
            var k = await AskAsync(run);
            return k.FiftyTwoWeekLow > k.FiftyTwoWeekHigh ? $"Low {Text(k.FiftyTwoWeekLow.Value)}, high {Text(k.FiftyTwoWeekHigh.Value)}." : null;
        }),
        Must("KPI-007", "Volume and market value are not negative.", static async run =>
        {
            var k = await AskAsync(run);
            return k.Volume < 0 ? $"The volume is {Text(k.Volume)}." : k.MarketCap < 0 ? $"The market value is {Text(k.MarketCap.Value)}." : null;
        }),
        Should("KPI-008", "The name is one that people know.", static async run => string.IsNullOrWhiteSpace((await AskAsync(run)).Name) ? "The name is empty." : null),
        Must("KPI-009", "An unknown symbol is a MarketDataException of the kind SymbolUnknown.", static run =>
        {
            var provider = run.As<IKpiProvider>(ProviderCapabilities.Kpis);
            return run.UnknownAsync(provider.GetKpisAsync);
        }),
    ];

    /// <summary>What is wrong with a change in percent; null where it fits, or where nothing can be told.</summary>
    public static string? PercentFault(decimal price, decimal change, decimal percent)
    {
        if (price - change is not > 0 and var before)
        {
            return change == 0 && percent == 0 ? null : $"A price of {Text(price)} after a change of {Text(change)} leaves {Text(before)} for the close before.";
        }

        var expected = change / (price - change) * 100;
        return Math.Abs(expected - percent) <= 0.02m + (Math.Abs(expected) * 0.02m)
            ? null
            : $"A change of {Text(change)} to {Text(price)} is {Text(Math.Round(expected, 4))} %, and the answer says {Text(percent)}.";
    }

    private static Task<Kpis> AskAsync(ConformanceRun run)
    {
        var provider = run.As<IKpiProvider>(ProviderCapabilities.Kpis);
        return run.OnceAsync("kpis", cancel => provider.GetKpisAsync(run.Options.Symbol, cancel));
    }
}
