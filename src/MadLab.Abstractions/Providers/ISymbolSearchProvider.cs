namespace MadLab;

/// <summary>Finds instruments by part of their symbol or name.</summary>
public interface ISymbolSearchProvider : IMarketDataProvider
{
    /// <summary>Instruments that match, best first; an empty list when none does.</summary>
    /// <param name="text">What the user typed, trimmed, 1 to 64 characters.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Cancelled when the host's time limit passes or the host stops. A caller that leaves cancels nothing: others may wait for the same answer.</param>
    /// <exception cref="MarketDataException">There is no answer; its kind says why.</exception>
    Task<IReadOnlyList<SymbolMatch>> SearchAsync(string text, int limit, CancellationToken cancellationToken = default);
}
