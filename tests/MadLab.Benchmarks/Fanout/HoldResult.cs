using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>Many open connections under a light load, and whether each ended on the newest value.</summary>
/// <param name="Peer">The server's name.</param>
/// <param name="Connections">Open all the time.</param>
/// <param name="ConnectSeconds">Until all stood.</param>
/// <param name="Lost">Ended by the server.</param>
/// <param name="Missed">Connections without the last value of every symbol after the time given.</param>
/// <param name="LastValueMilliseconds">From publishing the last values until everybody had them.</param>
/// <param name="QuotesPerSecond">Delivered, all connections together.</param>
/// <param name="OfferedShare">Of what was offered, how much that is.</param>
/// <param name="CpuShare">CPU time of the server per second, 1 being a whole core.</param>
/// <param name="CpuMicroseconds">CPU time of the server per delivered quote.</param>
/// <param name="ConnectionBytes">Resident memory of the server per connection, under load.</param>
/// <param name="Latency">Publishing to arrival, milliseconds.</param>
internal sealed record HoldResult(
    string Peer,
    int Connections,
    double ConnectSeconds,
    int Lost,
    int Missed,
    double LastValueMilliseconds,
    double QuotesPerSecond,
    double OfferedShare,
    double CpuShare,
    double CpuMicroseconds,
    double ConnectionBytes,
    Percentiles Latency);
