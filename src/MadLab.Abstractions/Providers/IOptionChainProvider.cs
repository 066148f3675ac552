namespace MadLab;

/// <summary>Serves option quotes, from which the host computes the implied volatility surface.</summary>
public interface IOptionChainProvider : IMarketDataProvider
{
    /// <summary>All option quotes on one underlying.</summary>
    /// <param name="symbol">The underlying.</param>
    /// <param name="date">The day of the quotes, exchange date; null for the newest.</param>
    /// <param name="cancellationToken">Cancelled when the host's time limit passes or the host stops. A caller that leaves cancels nothing: others may wait for the same answer.</param>
    /// <exception cref="MarketDataException">There is no answer; its kind says why.</exception>
    Task<OptionChain> GetOptionChainAsync(Symbol symbol, DateOnly? date = null, CancellationToken cancellationToken = default);
}
