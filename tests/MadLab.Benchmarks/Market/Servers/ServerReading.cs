namespace MadLab.Benchmarks.Market.Servers;

/// <summary>What a server says of itself.</summary>
/// <param name="Allocated">Bytes allocated since its start.</param>
/// <param name="Compiled">Methods compiled since its start, each tier counted.</param>
internal sealed record ServerReading(long Allocated, long Compiled);
