namespace MadLab.Benchmarks.Market;

/// <summary>One server in one half of a pair.</summary>
/// <param name="RequestsPerSecond">Answers received whole.</param>
/// <param name="CpuMicroseconds">CPU time of the server per answer, user and kernel.</param>
/// <param name="AllocatedBytes">Bytes the server allocated per answer.</param>
/// <param name="P50">Median latency, milliseconds.</param>
/// <param name="P99">99th percentile.</param>
internal sealed record ServerResult(double RequestsPerSecond, double CpuMicroseconds, double AllocatedBytes, double P50, double P99);
