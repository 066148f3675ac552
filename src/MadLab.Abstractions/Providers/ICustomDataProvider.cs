namespace MadLab;

/// <summary>Serves types of market data of its own; they are cached, failed over, labelled and limited like the host's.</summary>
public interface ICustomDataProvider : IMarketDataProvider
{
    /// <summary>The types, always the same. Several providers may serve one type: they are asked in turn, and the first one's schema counts.</summary>
    IReadOnlyList<DataType> DataTypes { get; }

    /// <summary>The data of one instrument.</summary>
    /// <param name="type">The name of one of <see cref="DataTypes"/>.</param>
    /// <param name="symbol">The instrument.</param>
    /// <param name="cancellationToken">Cancelled when the host's time limit passes or the host stops. A caller that leaves cancels nothing: others may wait for the same answer.</param>
    /// <exception cref="MarketDataException">There is no answer; its kind says why.</exception>
    Task<CustomData> GetDataAsync(string type, Symbol symbol, CancellationToken cancellationToken = default);
}
