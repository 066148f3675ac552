using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>What the clients saw between <c>begin</c> and <c>end</c>.</summary>
/// <param name="Quotes">Quotes received.</param>
/// <param name="Bytes">Bytes received, framing included.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Lost">Connections that the server ended.</param>
/// <param name="Latency">Publishing to arrival in milliseconds, of a sample of connections.</param>
/// <param name="Lateness">How much later than the earliest a tick of the same connection came, in milliseconds.</param>
internal sealed record ClientStats(long Quotes, long Bytes, double Seconds, int Lost, Percentiles Latency, Percentiles Lateness);
