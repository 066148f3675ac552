using MadLab.Market.Providers;

namespace MadLab.Market.Feeds;

/// <summary>Asks one provider for all symbols somebody listens to, together, again and again; runs only while somebody does.</summary>
internal sealed class QuotePoller(ProviderHandle handle, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Symbol, Listener> _listeners = [];
    private CancellationTokenSource? _running;

    /// <summary>Delivers the symbol's quotes until cancelled; ends only by an exception.</summary>
    public async Task RunAsync(Symbol symbol, Action<Quote> deliver, CancellationToken cancellationToken)
    {
        var listener = new Listener(deliver);
        lock (_gate)
        {
            _listeners.Add(symbol, listener);
            if (_running is null)
            {
                _running = new CancellationTokenSource();
                _ = PollAsync(_running.Token);
            }
        }

        try
        {
            await listener.Failed.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _listeners.Remove(symbol);
                if (_listeners.Count == 0)
                {
                    Dispose();
                }
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _running?.Cancel();
            _running?.Dispose();
            _running = null;
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var provider = (IQuoteProvider)handle.Provider;
        var limits = handle.Descriptor.Limits;
        try
        {
            while (true)
            {
                KeyValuePair<Symbol, Listener>[] wanted;
                lock (_gate)
                {
                    wanted = [.. _listeners];
                }

                foreach (var part in wanted.Chunk(Math.Max(1, limits.MaxSymbolsPerCall)))
                {
                    await AskAsync(provider, part, cancellationToken);
                }

                await Task.Delay(limits.PollInterval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The last listener left.
        }
    }

    private async Task AskAsync(IQuoteProvider provider, KeyValuePair<Symbol, Listener>[] part, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            // WaitAsync as well: a provider that ignores its token must not hold up all symbols.
            var quotes = await provider.GetQuotesAsync(Array.ConvertAll(part, p => p.Key), linked.Token).WaitAsync(linked.Token);
            handle.Health.Succeeded(time.GetElapsedTime(started));
            var bySymbol = new Dictionary<Symbol, Quote>(quotes.Count);
            foreach (var quote in quotes)
            {
                bySymbol[quote.Symbol] = quote;
            }

            foreach (var (symbol, listener) in part)
            {
                if (!bySymbol.TryGetValue(symbol, out var quote))
                {
                    listener.Failed.TrySetException(MarketDataException.SymbolUnknown(symbol));
                }
                else if (quote != listener.Last)
                {
                    listener.Last = quote;
                    listener.Deliver(quote);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            // Told to those who wait for these symbols: each goes on with its next provider.
            var failure = e as MarketDataException ?? (limit.IsCancellationRequested
                ? new MarketDataException(MarketErrorKind.Timeout, $"Provider {handle.Name} did not answer within {timeout.TotalSeconds} s.", e)
                : new MarketDataException(MarketErrorKind.Unavailable, $"Provider {handle.Name} failed.", e));
            foreach (var (_, listener) in part)
            {
                listener.Failed.TrySetException(failure);
            }
        }
    }

    private sealed class Listener(Action<Quote> deliver)
    {
        public TaskCompletionSource Failed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Action<Quote> Deliver { get; } = deliver;

        public Quote? Last { get; set; }
    }
}
