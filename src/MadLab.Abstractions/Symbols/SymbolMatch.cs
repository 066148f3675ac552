namespace MadLab;

/// <summary>One instrument found by a search.</summary>
public sealed record SymbolMatch
{
    /// <summary>The symbol.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The name people know it by.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of instrument it is.</summary>
    public AssetClass Type { get; init; } = AssetClass.Equity;
}
