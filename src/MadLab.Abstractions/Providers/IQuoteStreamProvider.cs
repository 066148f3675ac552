namespace MadLab;

/// <summary>Pushes quotes as they come.</summary>
public interface IQuoteStreamProvider : IMarketDataProvider
{
    /// <summary>The quotes of one instrument, for as long as it is read. The host opens at most one sequence per instrument, however many clients listen.</summary>
    /// <param name="symbol">The instrument.</param>
    /// <param name="cancellationToken">Cancelled when nobody listens any more; the sequence then ends within a second.</param>
    /// <exception cref="MarketDataException">The sequence cannot begin or go on; transient kinds are tried again.</exception>
    IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, CancellationToken cancellationToken = default);

    /// <summary>The session that stands in for the live one when the stream is a replay; null, the default, when it is live.</summary>
    /// <param name="symbol">The instrument.</param>
    ReplaySession? GetReplay(Symbol symbol) => null;
}
