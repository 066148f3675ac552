using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>A server's first word.</summary>
internal sealed record ServerHello(int Port);

/// <summary>What a server says of itself.</summary>
/// <param name="Allocated">Bytes allocated since its start.</param>
/// <param name="Heap">Bytes of the managed heap.</param>
/// <param name="Published">Ticks published since its start.</param>
/// <param name="Compiled">Methods compiled since its start, each tier counted.</param>
internal sealed record ServerStats(long Allocated, long Heap, long Published, long Compiled);

/// <summary>How many connections stand.</summary>
internal sealed record Connected(int Open, int Lost);

/// <summary>What the clients saw between <c>begin</c> and <c>end</c>.</summary>
/// <param name="Quotes">Quotes received.</param>
/// <param name="Bytes">Bytes received, framing included.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Lost">Connections that the server ended.</param>
/// <param name="Latency">Publishing to arrival in milliseconds, of a sample of connections.</param>
/// <param name="Lateness">How much later than the earliest a tick of the same connection came, in milliseconds.</param>
internal sealed record ClientStats(long Quotes, long Bytes, double Seconds, int Lost, Percentiles Latency, Percentiles Lateness);

/// <summary>Who has the last quote of every symbol.</summary>
/// <param name="Missed">Connections that lack one.</param>
/// <param name="Milliseconds">Until the last had all.</param>
internal sealed record Verified(int Missed, double Milliseconds);
