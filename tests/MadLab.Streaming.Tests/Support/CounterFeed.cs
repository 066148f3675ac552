using System.Collections.Concurrent;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A feed whose values are known: a symbol's price counts up from 1. Hosts that share it stand for one upstream.</summary>
internal sealed class CounterFeed : IQuoteFeed
{
    private readonly ConcurrentDictionary<Symbol, Counter> _counters = new();
    private int _open;

    public bool IsLive => true;

    public bool IsDemo => false;

    /// <summary>The upstreams open now.</summary>
    public int OpenCount => Volatile.Read(ref _open);

    public QuoteSourceInfo? Describe(Symbol symbol) => new() { Provider = "counter", Feed = "test", Currency = "USD" };

    public IDisposable Open(Symbol symbol, IQuoteFeedListener listener)
    {
        Interlocked.Increment(ref _open);
        var counter = Of(symbol);
        lock (counter)
        {
            counter.Listeners.Add(listener);
            listener.OnQuote(counter.Quote(symbol));
        }

        return new Upstream(() =>
        {
            lock (counter)
            {
                counter.Listeners.Remove(listener);
            }

            Interlocked.Decrement(ref _open);
        });
    }

    public IDisposable OnLiveChange(Action<bool> changed) => new Upstream(static () => { });

    /// <summary>Counts a symbol up, whether somebody listens or not.</summary>
    public void Bump(string name)
    {
        var symbol = Symbol.Parse(name);
        var counter = Of(symbol);
        lock (counter)
        {
            counter.Value++;
            foreach (var listener in counter.Listeners)
            {
                listener.OnQuote(counter.Quote(symbol));
            }
        }
    }

    public long Newest(string name)
    {
        var counter = Of(Symbol.Parse(name));
        lock (counter)
        {
            return counter.Value;
        }
    }

    private Counter Of(Symbol symbol) => _counters.GetOrAdd(symbol, static _ => new Counter());

    private sealed class Counter
    {
        public long Value { get; set; } = 1;

        public List<IQuoteFeedListener> Listeners { get; } = [];

        public Quote Quote(Symbol symbol) => Quotes.Of(symbol.Value, Value, Quotes.Start.AddMilliseconds(Value));
    }

    private sealed class Upstream(Action close) : IDisposable
    {
        private Action? _close = close;

        public void Dispose() => Interlocked.Exchange(ref _close, null)?.Invoke();
    }
}
