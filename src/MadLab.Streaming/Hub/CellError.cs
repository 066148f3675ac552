namespace MadLab.Streaming.Hub;

/// <summary>What is wrong with a symbol's upstream, as clients are told.</summary>
/// <param name="Id">Tells one outage of a cell from the next; starts at 1.</param>
/// <param name="Code">The contract's code.</param>
/// <param name="Message">The sentence, which names the symbol.</param>
/// <param name="Exception">Why, for callers in this process.</param>
/// <param name="IsFinal">Whether no quote will ever come, so that the symbol leaves every set.</param>
internal sealed record CellError(int Id, string Code, string Message, MarketDataException Exception, bool IsFinal)
{
    /// <summary>Its version, of the same count as the values', so that a cursor tells whether it was known; 0 for the refusal of one caller.</summary>
    public long Seq { get; init; }
}
