namespace MadLab;

/// <summary>A type of market data that a provider serves besides the host's own.</summary>
public sealed record DataType
{
    /// <summary>What clients ask for, as in <c>type=dividends</c>: 1 to 32 of <c>a-z 0-9 -</c>, and none of the host's own types.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>The JSON Schema of an answer, as JSON text; <c>GET /market/types</c> shows it.</summary>
    public required string Schema { get; init; }
}
