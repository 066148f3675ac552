namespace MadLab;

/// <summary>Live quotes for code in the same process, from the same upstreams as the streams.</summary>
public interface IQuoteSource
{
    /// <summary>The newest quote of each symbol whenever it changed, for as long as the sequence is read. A slow reader gets fewer quotes, never old ones, and ends on the newest.</summary>
    /// <param name="symbols">The instruments, 1 to 200.</param>
    /// <param name="interval">The least time between two quotes of one symbol; null, the default, for none.</param>
    /// <param name="cancellationToken">Ends the sequence; so does the stop of the host.</param>
    /// <exception cref="MarketDataException">A symbol is unknown or no provider streams it.</exception>
    IAsyncEnumerable<Quote> SubscribeAsync(IReadOnlyCollection<Symbol> symbols, TimeSpan? interval = null, CancellationToken cancellationToken = default);

    /// <summary>The newest quote of a symbol somebody listens to; null when there is none.</summary>
    Quote? GetLast(Symbol symbol);
}
