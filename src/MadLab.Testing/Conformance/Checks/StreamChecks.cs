using static MadLab.Testing.Conformance.Checks.Rules;

namespace MadLab.Testing.Conformance.Checks;

/// <summary>Quotes that are pushed.</summary>
internal static class StreamChecks
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        Must("STREAM-001", "A first quote comes in time.", static async run =>
            (await ReadAsync(run, run.Options.Symbol, 1)).Quotes.Count > 0 ? null : $"None came within {run.Options.StreamLimit.TotalSeconds:0} s."),
        Must("STREAM-002", "Quotes are of the symbol that was asked for, and such as the host takes.", static async run =>
            First((await SomeAsync(run)).Quotes, q => q.Symbol != run.Options.Symbol || QuoteChecks.Fault(q, run) is not null, q => q.Symbol != run.Options.Symbol ? $"Asked for {run.Options.Symbol}, a quote is of {q.Symbol}." : QuoteChecks.Fault(q, run)!)),
        Must("STREAM-003", "Times do not go back.", static async run =>
        {
            var quotes = (await SomeAsync(run)).Quotes;
            return First(quotes.Zip(quotes.Skip(1)), static p => p.Second.Timestamp < p.First.Timestamp, static p => $"{Text(p.Second.Timestamp)} comes after {Text(p.First.Timestamp)}.");
        }),
        Must("STREAM-004", "A stream ends within a second of its cancellation.", static async run =>
            (await SomeAsync(run)).EndedAfter is { } late && late > EndsWithin ? $"It went on for {late.TotalSeconds:0.0} s." : null),
        Must("STREAM-005", "A stream that ended can be opened again.", static async run =>
        {
            await SomeAsync(run);
            return (await ReadAsync(run, run.Options.Symbol, 1)).Quotes.Count > 0 ? null : "The second time no quote came.";
        }),
        Must("STREAM-006", "Two symbols stream side by side.", static async run =>
        {
            var other = run.Options.Other ?? throw new NotApplicableException("The options name no other symbol.");
            var both = await Task.WhenAll(ReadAsync(run, run.Options.Symbol, 1), ReadAsync(run, other, 1));
            return both[0].Quotes.Count == 0 ? $"{run.Options.Symbol} is mute." : both[1].Quotes.Count == 0 ? $"{other} is mute."
                : both[1].Quotes[0].Symbol != other ? $"The stream of {other} brings {both[1].Quotes[0].Symbol}." : null;
        }),
        Must("STREAM-007", "An unknown symbol is a MarketDataException of the kind SymbolUnknown.", static run => run.UnknownAsync(async (symbol, _) =>
        {
            var (quotes, _) = await ReadAsync(run, symbol, 1);
            return quotes.Count > 0 ? "a quote" : "silence";
        })),
        Must("STREAM-008", "The change in percent is percent, and that of the change.", static async run =>
            (await SomeAsync(run)).Quotes.Select(static q => KpiChecks.PercentFault(q.Price, q.Change, q.ChangePercent)).FirstOrDefault(static f => f is not null)),
    ];

    private static async Task<Reading> SomeAsync(ConformanceRun run) => await run.OnceAsync("stream", _ => ReadAsync(run, run.Options.Symbol, 3));

    /// <summary>Reads so many quotes, or as many as come in time, and then measures how long the stream takes to end.</summary>
    private static async Task<Reading> ReadAsync(ConformanceRun run, Symbol symbol, int count)
    {
        var provider = run.As<IQuoteStreamProvider>(ProviderCapabilities.QuoteStream);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.CancellationToken);
        var quotes = new List<Quote>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(
            async () =>
            {
                await foreach (var quote in provider.StreamQuotesAsync(symbol, stop.Token))
                {
                    lock (quotes)
                    {
                        quotes.Add(quote);
                    }

                    if (quotes.Count >= count)
                    {
                        enough.TrySetResult();
                    }
                }
            },
            run.CancellationToken);

        await Task.WhenAny(enough.Task, reading, Task.Delay(run.Options.StreamLimit, run.CancellationToken));
        if (reading.IsFaulted)
        {
            await reading;
        }

        var cancelled = System.Diagnostics.Stopwatch.GetTimestamp();
        await stop.CancelAsync();
        await Task.WhenAny(reading, Task.Delay(EndsWithin * 3, run.CancellationToken));
        var ended = System.Diagnostics.Stopwatch.GetElapsedTime(cancelled);
        if (reading.IsFaulted && reading.Exception!.InnerException is not OperationCanceledException)
        {
            await reading;
        }

        lock (quotes)
        {
            return new Reading([.. quotes], ended);
        }
    }

    private sealed record Reading(IReadOnlyList<Quote> Quotes, TimeSpan EndedAfter);
}
