namespace MadLab;

/// <summary>Serves key figures. Without one, price, change, volume and 52-week extremes are computed from daily bars.</summary>
public interface IKpiProvider : IMarketDataProvider
{
    /// <summary>The key figures of one instrument.</summary>
    /// <exception cref="MarketDataException">There is no answer; its kind says why.</exception>
    Task<Kpis> GetKpisAsync(Symbol symbol, CancellationToken cancellationToken = default);
}
