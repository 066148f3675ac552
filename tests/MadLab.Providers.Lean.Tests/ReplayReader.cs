using MadLab.Testing;

namespace MadLab.Providers.Lean.Tests;

/// <summary>Reads a replay while it moves the clock, so that a session passes in a moment.</summary>
internal sealed class ReplayReader(ManualTimeProvider time, IAsyncEnumerable<Quote> quotes) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IAsyncEnumerator<Quote> _quotes = quotes.GetAsyncEnumerator();

    /// <summary>The next quote; the clock moves until it comes.</summary>
    public async Task<Quote> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var next = _quotes.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            if (time.TimerCount > 0)
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
            }
            else
            {
                // The files are being read, or the quote is on its way.
                await Task.Yield();
            }
        }

        return await next ? _quotes.Current : throw new InvalidOperationException("The replay ended.");
    }

    /// <summary>Quotes for as long as a condition holds; the first for which it does not is lost.</summary>
    public async Task<List<Quote>> WhileAsync(Func<Quote, bool> condition)
    {
        var read = new List<Quote>();
        while (await NextAsync() is var quote && condition(quote))
        {
            read.Add(quote);
        }

        return read;
    }

    public ValueTask DisposeAsync() => _quotes.DisposeAsync();
}
