using static MadLab.Testing.Conformance.Checks.Rules;

namespace MadLab.Testing.Conformance.Checks;

/// <summary>What is in an answer of prices.</summary>
internal static class PriceChecks
{
    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        Must("PRICE-001", "The answer is of the symbol that was asked for.", static async run =>
            (await run.DailyAsync()).Symbol is var symbol && symbol == run.Options.Symbol ? null : $"Asked for {run.Options.Symbol}, the answer is of {symbol}."),
        Must("PRICE-002", "Empty is not an answer.", static async run => (await run.DailyAsync()).Bars is { Count: > 0 } ? null : "Half a year has no bar; without any it has to be a MarketDataException."),
        Must("PRICE-003", "Bars are in order, each time once.", static async run =>
            First(Pairs(await run.DailyAsync()), static p => p.Next.Time <= p.Bar.Time, static p => $"{Text(p.Next.Time)} comes after {Text(p.Bar.Time)}.")),
        Must("PRICE-004", "Times are UTC.", static async run => First((await run.DailyAsync()).Bars, static b => b.Time.Offset != TimeSpan.Zero, static b => $"A bar's time is {Text(b.Time)}.")),
        Must("PRICE-005", "A daily bar's time is midnight of its session day.", static async run =>
            First((await run.DailyAsync()).Bars, static b => b.Time.UtcDateTime.TimeOfDay != TimeSpan.Zero, static b => $"A bar's time is {Text(b.Time)}.")),
        Must("PRICE-006", "Half a year is answered with daily bars.", static async run =>
            (await run.DailyAsync()).Interval is var interval && interval == BarInterval.OneDay ? null : $"The answer says {interval}."),
        Must("PRICE-007", "Low and high enclose open and close.", static async run =>
            First((await run.DailyAsync()).Bars, static b => b.Low > Math.Min(b.Open, b.Close) || b.High < Math.Max(b.Open, b.Close), Tell)),
        Must("PRICE-008", "Volumes are not negative.", static async run => First((await run.DailyAsync()).Bars, static b => b.Volume < 0, static b => $"{Text(b.Time)} has a volume of {Text(b.Volume)}.")),
        Should("PRICE-009", "Prices are positive.", static async run => First((await run.DailyAsync()).Bars, static b => b.Low <= 0, Tell)),
        Must("PRICE-010", "No bar lies in the future.", static async run =>
            First((await run.DailyAsync()).Bars, b => b.Time > run.Now.AddDays(1), b => $"A bar is of {Text(b.Time)}, and it is {Text(run.Now)}.")),
        Must("PRICE-011", "The answer is adjusted as was asked for, or raw.", static async run =>
            (await run.DailyAsync()).Adjustment is var got && (got == run.OfferedAdjustment || got == PriceAdjustment.Raw) ? null : $"Asked for {run.OfferedAdjustment}, the answer says {got}."),
        Must("PRICE-012", "Only the newest bar may not be final.", static async run =>
            First(Pairs(await run.DailyAsync()), static p => !p.Bar.IsFinal, static p => $"{Text(p.Bar.Time)} is not final, and {Text(p.Next.Time)} follows it.")),
        Should("PRICE-013", "Sessions of the US exchanges are on weekdays.", static async run =>
            run.Descriptor.Hours != TradingHours.UsEquity ? throw new NotApplicableException("The descriptor names no US hours.")
            : First((await run.DailyAsync()).Bars, static b => b.Time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday, static b => $"{Text(b.Time)} is a {b.Time.DayOfWeek}.")),
        Should("PRICE-014", "The series or the descriptor says the currency.", static async run =>
            (await run.DailyAsync()).Currency is not null || run.Descriptor.Currency is not null ? null : "Neither says it, so no reader knows what a price of 100 is."),
        Must("PRICE-015", "What the data describes is not before its newest bar, and not in the future.", static async run =>
        {
            var series = await run.DailyAsync();
            return series.AsOf is not { } asOf ? throw new NotApplicableException("The series has no AsOf.")
                : asOf < series.Bars[^1].Time ? $"AsOf is {Text(asOf)}, before the newest bar of {Text(series.Bars[^1].Time)}."
                : asOf > run.Now.AddDays(1) ? $"AsOf is {Text(asOf)}, and it is {Text(run.Now)}."
                : null;
        }),
        Should("PRICE-016", "Not every bar is the same.", static async run =>
            (await run.DailyAsync()).Bars is { Count: > 5 } bars && bars.Select(static b => (b.Open, b.High, b.Low, b.Close)).Distinct().Count() == 1
                ? $"All {bars.Count} bars close at {Text(bars[0].Close)}, as fillers do." : null),
    ];

    private static string Tell(Bar bar) => $"{Text(bar.Time)} has open {Text(bar.Open)}, high {Text(bar.High)}, low {Text(bar.Low)}, close {Text(bar.Close)}.";

    private static IEnumerable<(Bar Bar, Bar Next)> Pairs(PriceSeries series) => series.Bars.Zip(series.Bars.Skip(1));
}
