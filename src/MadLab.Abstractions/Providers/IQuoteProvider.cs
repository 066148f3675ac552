namespace MadLab;

/// <summary>Serves current quotes by request; the host polls it for all symbols somebody listens to at once.</summary>
public interface IQuoteProvider : IMarketDataProvider
{
    /// <summary>The quotes of some instruments, in any order.</summary>
    /// <param name="symbols">The instruments, at most <see cref="ProviderLimits.MaxSymbolsPerCall"/>.</param>
    /// <param name="cancellationToken">Cancelled when nobody listens any more.</param>
    /// <returns>One quote for each known instrument; unknown ones are left out.</returns>
    /// <exception cref="MarketDataException">There is no answer for any of them; its kind says why.</exception>
    Task<IReadOnlyList<Quote>> GetQuotesAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancellationToken = default);
}
