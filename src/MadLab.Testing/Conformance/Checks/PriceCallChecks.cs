using static MadLab.Testing.Conformance.Checks.Rules;

namespace MadLab.Testing.Conformance.Checks;

/// <summary>How prices answer to what is asked: ranges, windows, adjustments, failures, side by side.</summary>
internal static class PriceCallChecks
{
    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        Should("PRICE-101", "A month reaches no further back than a month from its newest bar.", static async run =>
        {
            var series = await run.PricesAsync(Ask(run) with { Range = PriceRange.OneMonth });
            var first = PriceRange.OneMonth.FirstDay(DateOnly.FromDateTime(series.Bars[^1].Time.UtcDateTime));
            return DateOnly.FromDateTime(series.Bars[0].Time.UtcDateTime) < first ? $"It begins at {Text(series.Bars[0].Time)}, before {first:yyyy-MM-dd}." : null;
        }),
        Must("PRICE-102", "A longer range has no fewer bars.", static async run =>
        {
            var (month, half) = ((await run.PricesAsync(Ask(run) with { Range = PriceRange.OneMonth })).Bars.Count, (await run.DailyAsync()).Bars.Count);
            return half < month ? $"Six months have {half} bars, one month {month}." : null;
        }),
        Must("PRICE-103", "Each adjustment that is offered is answered.", static async run =>
        {
            foreach (var adjustment in run.Descriptor.Adjustments)
            {
                var got = (await run.PricesAsync(Ask(run) with { Adjustment = adjustment })).Adjustment;
                if (got != adjustment && got != PriceAdjustment.Raw)
                {
                    return $"Asked for {adjustment}, the answer says {got}.";
                }
            }

            return null;
        }),
        Must("PRICE-104", "Each length of less than a day that is offered is answered in exactly that.", static async run =>
        {
            foreach (var (interval, series) in await IntradayAsync(run))
            {
                if (series.Interval != interval || series.Bars.Zip(series.Bars.Skip(1)).Any(p => p.Second.Time - p.First.Time < interval.Length()))
                {
                    return $"Asked for {interval.ToText()}, the answer says {series.Interval.ToText()}, and its first bars are of {string.Join(", ", series.Bars.Take(3).Select(b => Text(b.Time)))}.";
                }
            }

            return null;
        }),
        Must("PRICE-105", "A window has no session after its end; the host cuts the last one off where it has to.", static async run =>
        {
            var (interval, series) = (await IntradayAsync(run))[0];
            var (from, to) = (series.Bars[0].Time, series.Bars[series.Bars.Count / 2].Time);
            var late = (await run.PricesAsync(Ask(run) with { Interval = interval, From = from, To = to })).Bars[^1];
            return late.Time > to.AddDays(1) ? $"The window ends at {Text(to)}, and a bar is of {Text(late.Time)}." : null;
        }),
        Must("PRICE-106", "Daily bars come where only those are wanted.", static async run =>
            (await run.PricesAsync(Ask(run) with { Range = PriceRange.FiveDays, DailyOnly = true })).Interval is var got && got == BarInterval.OneDay ? null : $"DailyOnly was answered with {got.ToText()}."),
        Must("PRICE-107", "A past day is answered as it was known then.", static async run =>
        {
            if (!run.Descriptor.AnswersAsOf)
            {
                throw new NotApplicableException("The descriptor does not say AnswersAsOf.");
            }

            var bars = (await run.DailyAsync()).Bars;
            var day = DateOnly.FromDateTime(bars[bars.Count / 2].Time.UtcDateTime);
            var newest = (await run.PricesAsync(Ask(run) with { AsOf = day })).Bars[^1].Time;
            return DateOnly.FromDateTime(newest.UtcDateTime) > day ? $"Asked as of {day:yyyy-MM-dd}, the answer has a bar of {Text(newest)}." : null;
        }),
        Must("PRICE-108", "The same question has the same past.", static async run =>
        {
            var before = (await run.DailyAsync()).Bars;
            var again = (await run.CallAsync(cancel => Prices(run).GetPricesAsync(Ask(run), cancel))).Bars;
            return Different(before, again, "asked again");
        }),
        Must("PRICE-109", "Calls side by side are answered alike.", static async run =>
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => run.CallAsync(cancel => Prices(run).GetPricesAsync(Ask(run), cancel)))));
            return answers.Skip(1).Select(a => Different(answers[0].Bars, a.Bars, "of eight calls at once")).FirstOrDefault(static d => d is not null);
        }),
        Must("PRICE-110", "A host's culture changes nothing.", static async run =>
            Different((await run.DailyAsync()).Bars, (await run.InCultureAsync("tr-TR", cancel => Prices(run).GetPricesAsync(Ask(run), cancel))).Bars, "with commas for points and dd.MM.yyyy")),
        Must("PRICE-111", "An unknown symbol is a MarketDataException of the kind SymbolUnknown.", static run =>
            run.UnknownAsync((symbol, cancel) => Prices(run).GetPricesAsync(Ask(run) with { Symbol = symbol }, cancel))),
        Must("PRICE-112", "A cancelled call ends as cancelled, or with its answer.", static async run =>
        {
            var prices = Prices(run);
            using var cancelled = new CancellationTokenSource();
            await cancelled.CancelAsync();
            try
            {
                await prices.GetPricesAsync(Ask(run), cancelled.Token).WaitAsync(TimeSpan.FromSeconds(5), run.CancellationToken);
                return null;
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            catch (TimeoutException)
            {
                return "Five seconds after its token was cancelled the call had not ended.";
            }
            catch (Exception e)
            {
                return $"It ended in {e.GetType().Name} (“{e.Message}”), which the host would take for a failure of the upstream.";
            }
        }),
        Must("PRICE-113", "Two symbols are not mixed up.", static async run =>
        {
            var other = run.Options.Other ?? throw new NotApplicableException("The options name no other symbol.");
            var both = await Task.WhenAll(
                run.CallAsync(cancel => Prices(run).GetPricesAsync(Ask(run), cancel)),
                run.CallAsync(cancel => Prices(run).GetPricesAsync(Ask(run) with { Symbol = other }, cancel)));
            return both[1].Symbol != other ? $"Asked for {other}, the answer is of {both[1].Symbol}."
                : both[0].Bars.SequenceEqual(both[1].Bars) ? $"{run.Options.Symbol} and {other} have the same bars."
                : null;
        }),
        Must("PRICE-114", "Half a year spans the days on which clocks change, with no day twice.", static async run =>
        {
            var days = (await run.PricesAsync(Ask(run) with { Range = PriceRange.OneYear })).Bars.Select(static b => DateOnly.FromDateTime(b.Time.UtcDateTime)).ToList();
            return First(days.Zip(days.Skip(1)), static p => p.First == p.Second, static p => $"{p.First:yyyy-MM-dd} is there twice.");
        }),
    ];

    private static PriceRequest Ask(ConformanceRun run) => new() { Symbol = run.Options.Symbol, Adjustment = run.OfferedAdjustment };

    private static IPriceProvider Prices(ConformanceRun run) => run.As<IPriceProvider>(ProviderCapabilities.Prices);

    /// <summary>The newest session in each length of less than a day that is offered; those that this symbol has no bars of are left out.</summary>
    private static async Task<List<(BarInterval Interval, PriceSeries Series)>> IntradayAsync(ConformanceRun run)
    {
        _ = Prices(run);
        var found = new List<(BarInterval, PriceSeries)>();
        foreach (var interval in run.Descriptor.Limits.Intervals.Where(static i => i.IsIntraday()))
        {
            try
            {
                found.Add((interval, await run.PricesAsync(Ask(run) with { Range = PriceRange.OneDay, Interval = interval })));
            }
            catch (MarketDataException e) when (e.Kind == MarketErrorKind.NoData)
            {
                // The provider has the length, and not of this instrument: that is an answer.
            }
        }

        return found.Count > 0 ? found : throw new NotApplicableException("There are no bars of less than a day.");
    }

    /// <summary>Where two answers differ, the newest bar aside, which may move.</summary>
    private static string? Different(IReadOnlyList<Bar> before, IReadOnlyList<Bar> after, string when)
    {
        var there = after.ToDictionary(static b => b.Time);
        return First(
            before.SkipLast(1).Where(b => b.Time > after[0].Time),
            b => !there.TryGetValue(b.Time, out var same) || same != b,
            b => $"{Text(b.Time)} closed at {Text(b.Close)}, and {when} {(there.TryGetValue(b.Time, out var same) ? $"at {Text(same.Close)}" : "is missing")}.");
    }
}
