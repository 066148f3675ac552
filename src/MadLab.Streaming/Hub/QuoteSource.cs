using System.Runtime.CompilerServices;
using MadLab.Streaming.Connections;

namespace MadLab.Streaming.Hub;

/// <summary>The quotes for code in this process: the same cells, read by whoever reads the sequence.</summary>
internal sealed class QuoteSource(StreamRuntime runtime) : IQuoteSource
{
    private const int MaxSymbols = 200;

    public Quote? GetLast(Symbol symbol) => runtime.Hub.GetLast(symbol)?.Quote;

    public IAsyncEnumerable<Quote> SubscribeAsync(IReadOnlyCollection<Symbol> symbols, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentOutOfRangeException.ThrowIfLessThan(interval ?? TimeSpan.Zero, TimeSpan.Zero, nameof(interval));
        var distinct = symbols.Distinct().ToArray();
        if (distinct.Length is 0 or > MaxSymbols || Array.Exists(distinct, static s => s.IsEmpty))
        {
            throw new ArgumentException($"1 to {MaxSymbols} symbols, none of them empty.", nameof(symbols));
        }

        return ReadAsync(distinct, interval ?? TimeSpan.Zero, cancellationToken);
    }

    private async IAsyncEnumerable<Quote> ReadAsync(Symbol[] symbols, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hub = runtime.Hub;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, runtime.Stopping);
        var signal = new CellSignal();
        var cells = new List<SymbolCell>(symbols.Length);
        var sent = new (long Seq, long At)[symbols.Length];
        try
        {
            foreach (var symbol in symbols)
            {
                cells.Add(hub.Acquire(symbol) ?? throw new MarketDataException(
                    MarketErrorKind.Unavailable, $"{symbol} cannot be streamed now: MadLab:Streaming:MaxSymbols is reached."));
            }

            while (!runtime.Stopping.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
                signal.Arm(cells);
                var wait = Timeout.InfiniteTimeSpan;
                for (var i = 0; i < cells.Count; i++)
                {
                    if (cells[i].Error is { IsFinal: true } error)
                    {
                        throw new MarketDataException(error.Exception.Kind, error.Message, error.Exception);
                    }

                    if (cells[i].Current is not { } value || value.Seq <= sent[i].Seq)
                    {
                        continue;
                    }

                    var left = sent[i].Seq == 0 ? TimeSpan.Zero : interval - hub.Time.GetElapsedTime(sent[i].At);
                    if (left > TimeSpan.Zero)
                    {
                        wait = wait == Timeout.InfiniteTimeSpan || left < wait ? left : wait;
                        continue;
                    }

                    // Noted before it is handed out: the time a reader takes counts, and what comes meanwhile is newer.
                    sent[i] = (value.Seq, hub.Time.GetTimestamp());
                    yield return value.Quote;
                    wait = TimeSpan.Zero;
                }

                if (wait != TimeSpan.Zero)
                {
                    await signal.WaitAsync(wait, hub.Time, ended.Token);
                }
            }
        }
        finally
        {
            foreach (var cell in cells)
            {
                cell.RemoveWaiter(signal);
                hub.Release(cell);
            }
        }
    }
}
