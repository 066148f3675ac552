namespace MadLab;

/// <summary>Serves a ready implied volatility surface.</summary>
public interface IVolSurfaceProvider : IMarketDataProvider
{
    /// <summary>The newest surface of one underlying.</summary>
    /// <exception cref="MarketDataException">There is no answer; its kind says why.</exception>
    Task<VolSurface> GetVolSurfaceAsync(Symbol symbol, CancellationToken cancellationToken = default);
}
