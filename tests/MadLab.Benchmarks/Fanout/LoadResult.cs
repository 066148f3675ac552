using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>What one peer did in one round under the offered load.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Round">From 1.</param>
/// <param name="QuotesPerSecond">Delivered, all connections together.</param>
/// <param name="OfferedShare">Of what was offered, how much that is.</param>
/// <param name="QuotesPerCpuSecond">Delivered per second of the server's CPU time.</param>
/// <param name="CpuMicroseconds">CPU time of the server per delivered quote.</param>
/// <param name="CpuShare">CPU time of the server per second, 1 being a whole core.</param>
/// <param name="AllocatedBytes">Allocated by the server per delivered quote.</param>
/// <param name="BytesPerQuote">Received per quote, framing included.</param>
/// <param name="ConnectionBytes">Memory of the server under load per connection.</param>
/// <param name="CompiledMethods">Methods compiled while it was measured; more than a few, and the compiler's time is in the figures.</param>
/// <param name="Latency">Publishing to arrival, milliseconds.</param>
/// <param name="Lateness">Arrival after the connection's turn, milliseconds.</param>
internal sealed record LoadResult(
    string Peer,
    int Round,
    double QuotesPerSecond,
    double OfferedShare,
    double QuotesPerCpuSecond,
    double CpuMicroseconds,
    double CpuShare,
    double AllocatedBytes,
    double BytesPerQuote,
    double ConnectionBytes,
    long CompiledMethods,
    Percentiles Latency,
    Percentiles Lateness);
