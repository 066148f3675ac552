namespace MadLab;

/// <summary>Says what an instrument is. Without one, name and type come from search and key figures, the rest from the descriptor.</summary>
public interface IInstrumentInfoProvider : IMarketDataProvider
{
    /// <summary>What one instrument is.</summary>
    /// <exception cref="MarketDataException">There is no answer; its kind says why.</exception>
    Task<InstrumentInfo> GetInfoAsync(Symbol symbol, CancellationToken cancellationToken = default);
}
