using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market;

/// <summary>A server over all pairs of a case; the names are <see cref="ServerResult"/>'s.</summary>
internal sealed record ServerSummary(Spread RequestsPerSecond, Spread CpuMicroseconds, Spread AllocatedBytes, Spread P50, Spread P99)
{
    public static ServerSummary Of(IReadOnlyList<ServerResult> results) => new(
        Spread.Of(results.Select(r => r.RequestsPerSecond))!,
        Spread.Of(results.Select(r => r.CpuMicroseconds))!,
        Spread.Of(results.Select(r => r.AllocatedBytes))!,
        Spread.Of(results.Select(r => r.P50))!,
        Spread.Of(results.Select(r => r.P99))!);
}
