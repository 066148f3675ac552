namespace MadLab;

/// <summary>One instrument found by a search, with the provider that knows it.</summary>
/// <param name="Match">The instrument.</param>
/// <param name="Provider">The name of the provider.</param>
public sealed record SymbolHit(SymbolMatch Match, string Provider);
