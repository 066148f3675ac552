using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MadLab.Tests.Feeds;

/// <summary>A stream that is open around the clock and sends what a test publishes; while a symbol is mute, nothing.</summary>
internal sealed class MuteStream : IQuoteStreamProvider
{
    private readonly ConcurrentDictionary<Symbol, Channel<Quote>> _readers = new();
    private readonly ConcurrentDictionary<Symbol, Quote> _last = new();
    private readonly ConcurrentDictionary<Symbol, bool> _mute = new();

    public ProviderDescriptor Descriptor { get; } = new() { Feed = "mute", Hours = TradingHours.Always };

    public void Mute(Symbol symbol, bool mute) => _mute[symbol] = mute;

    public void Publish(Symbol symbol, decimal price)
    {
        var quote = new Quote { Symbol = symbol, Price = price, Timestamp = DateTimeOffset.UtcNow };
        _last[symbol] = quote;
        if (!_mute.GetValueOrDefault(symbol) && _readers.TryGetValue(symbol, out var reader))
        {
            reader.Writer.TryWrite(quote);
        }
    }

    public async IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = _readers[symbol] = Channel.CreateUnbounded<Quote>();
        if (!_mute.GetValueOrDefault(symbol) && _last.TryGetValue(symbol, out var last))
        {
            reader.Writer.TryWrite(last);
        }

        await foreach (var quote in reader.Reader.ReadAllAsync(cancellationToken))
        {
            yield return quote;
        }
    }
}
