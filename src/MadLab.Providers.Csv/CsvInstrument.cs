namespace MadLab.Providers.Csv;

/// <summary>An instrument of the folder.</summary>
internal sealed record CsvInstrument(Symbol Symbol, string Name, AssetClass Type, string? Exchange = null, string? TimeZone = null, string? Currency = null);
