namespace MadLab.Benchmarks.Fanout;

/// <summary>What a server says of itself.</summary>
/// <param name="Allocated">Bytes allocated since its start.</param>
/// <param name="Heap">Bytes of the managed heap.</param>
/// <param name="Published">Ticks published since its start.</param>
/// <param name="Compiled">Methods compiled since its start, each tier counted.</param>
internal sealed record ServerStats(long Allocated, long Heap, long Published, long Compiled);
