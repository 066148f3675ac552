using System.Collections.Concurrent;

namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>An upstream whose quotes come when the publisher says so.</summary>
internal sealed class BenchFeed : IQuoteFeed
{
    private static readonly QuoteSourceInfo Source = new() { Provider = "bench", Feed = "bench", Currency = "USD" };

    private readonly ConcurrentDictionary<Symbol, IQuoteFeedListener> _listeners = [];

    public bool IsLive => true;

    public bool IsDemo => false;

    public void Publish(Quote[] quotes)
    {
        foreach (var quote in quotes)
        {
            if (_listeners.TryGetValue(quote.Symbol, out var listener))
            {
                listener.OnQuote(quote);
            }
        }
    }

    public QuoteSourceInfo? Describe(Symbol symbol) => Source;

    public IDisposable Open(Symbol symbol, IQuoteFeedListener listener)
    {
        _listeners[symbol] = listener;
        return new Subscription(this, symbol, listener);
    }

    public IDisposable OnLiveChange(Action<bool> changed) => Unchanging.Instance;

    private sealed class Subscription(BenchFeed feed, Symbol symbol, IQuoteFeedListener listener) : IDisposable
    {
        public void Dispose() => feed._listeners.TryRemove(KeyValuePair.Create(symbol, listener));
    }

    private sealed class Unchanging : IDisposable
    {
        public static readonly Unchanging Instance = new();

        public void Dispose()
        {
        }
    }
}
