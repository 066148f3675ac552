using System.Threading.Channels;

namespace MadLab.Providers;

/// <summary>One sequence of one symbol: holds the newest quote only, because whoever is slow wants no older one.</summary>
internal sealed class SymbolReader(Symbol symbol)
{
    private readonly Channel<Quote> _quotes = Channel.CreateBounded<Quote>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropOldest,
        SingleReader = true,
    });

    public Symbol Symbol => symbol;

    public ChannelReader<Quote> Quotes => _quotes.Reader;

    public void Publish(Quote quote) => _quotes.Writer.TryWrite(quote);

    public void Fail(MarketDataException failure) => _quotes.Writer.TryComplete(failure);
}
