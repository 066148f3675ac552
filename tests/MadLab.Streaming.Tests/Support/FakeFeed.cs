using System.Collections.Concurrent;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A feed that a test plays: it counts upstreams and delivers what the test publishes.</summary>
public sealed class FakeFeed : IQuoteFeed
{
    private readonly ConcurrentDictionary<Symbol, Upstream> _open = new();
    private readonly ConcurrentDictionary<Symbol, TaskCompletionSource> _opened = new();
    private readonly ConcurrentDictionary<Symbol, TaskCompletionSource> _closed = new();
    private readonly ConcurrentDictionary<int, Action<bool>> _listeners = new();
    private readonly ConcurrentDictionary<Symbol, Quote> _first = new();
    private int _nextListener;
    private volatile bool _isLive = true;

    public bool IsLive
    {
        get => _isLive;
        set
        {
            _isLive = value;
            foreach (var listener in _listeners.Values)
            {
                listener(value);
            }
        }
    }

    public bool IsDemo { get; set; }

    public Func<Symbol, QuoteSourceInfo?> Source { get; set; } = static _ => new QuoteSourceInfo { Provider = "fake", Feed = "test", Currency = "USD" };

    public Func<Symbol, MarketDataException?> Failure { get; set; } = static _ => null;

    public ConcurrentQueue<Symbol> Opens { get; } = new();

    public int OpenCount => _open.Count;

    /// <summary>A symbol that has a value from the moment it is opened.</summary>
    public FakeFeed With(string symbol, decimal price)
    {
        _first[Symbol.Parse(symbol)] = Quotes.Of(symbol, price);
        return this;
    }

    public QuoteSourceInfo? Describe(Symbol symbol) => Source(symbol);

    public IDisposable Open(Symbol symbol, IQuoteFeedListener listener)
    {
        Opens.Enqueue(symbol);
        var upstream = new Upstream(this, symbol, listener);
        _open[symbol] = upstream;
        if (Failure(symbol) is { } failure)
        {
            listener.OnError(failure, final: true);
        }
        else if (_first.TryGetValue(symbol, out var quote))
        {
            listener.OnQuote(quote);
        }

        Signal(_opened, symbol).TrySetResult();
        return upstream;
    }

    public IDisposable OnLiveChange(Action<bool> changed)
    {
        var id = Interlocked.Increment(ref _nextListener);
        _listeners[id] = changed;
        return new Stop(() => _listeners.TryRemove(id, out _));
    }

    public Task WhenOpened(string symbol) => Signal(_opened, Symbol.Parse(symbol)).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public Task WhenClosed(string symbol) => Signal(_closed, Symbol.Parse(symbol)).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public bool IsOpen(string symbol) => _open.ContainsKey(Symbol.Parse(symbol));

    public void Publish(string symbol, decimal price, DateTimeOffset? at = null) => Publish(Quotes.Of(symbol, price, at));

    public void Publish(Quote quote) => _open[quote.Symbol].Listener.OnQuote(quote);

    public void Fail(string symbol, MarketErrorKind kind, bool final, string message = "It failed.") =>
        _open[Symbol.Parse(symbol)].Listener.OnError(new MarketDataException(kind, message), final);

    public void Serve(string symbol, QuoteSourceInfo source) => _open[Symbol.Parse(symbol)].Listener.OnSource(source);

    private static TaskCompletionSource Signal(ConcurrentDictionary<Symbol, TaskCompletionSource> signals, Symbol symbol) =>
        signals.GetOrAdd(symbol, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed class Upstream(FakeFeed feed, Symbol symbol, IQuoteFeedListener listener) : IDisposable
    {
        public IQuoteFeedListener Listener { get; } = listener;

        public void Dispose()
        {
            feed._open.TryRemove(KeyValuePair.Create(symbol, this));
            Signal(feed._closed, symbol).TrySetResult();
        }
    }

    private sealed class Stop(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
