namespace MadLab;

/// <summary>Serves price bars.</summary>
public interface IPriceProvider : IMarketDataProvider
{
    /// <summary>The bars of a range, oldest first, never empty.</summary>
    /// <param name="request">What is asked. <see cref="PriceRange.OneDay"/> and <see cref="PriceRange.FiveDays"/> are answered intraday where possible, else daily.</param>
    /// <param name="cancellationToken">Cancelled when the host's time limit passes or the host stops. A caller that leaves cancels nothing: others may wait for the same answer.</param>
    /// <exception cref="MarketDataException">There is no answer; its kind says why.</exception>
    Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default);
}
