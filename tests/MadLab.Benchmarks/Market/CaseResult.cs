using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market;

/// <summary>A case over all pairs.</summary>
/// <param name="Case">Its name.</param>
/// <param name="Load">What sent the requests.</param>
/// <param name="BodyBytes">The length of the answer's body.</param>
/// <param name="Bare">The bare server.</param>
/// <param name="MadLab">MadLab.</param>
/// <param name="Ratio">MadLab's requests per second over the bare server's, pair by pair.</param>
/// <param name="CpuRatio">MadLab's CPU time per answer over the bare server's, pair by pair.</param>
/// <param name="AddedMilliseconds">MadLab's median latency less the bare server's, pair by pair.</param>
internal sealed record CaseResult(
    string Case, string Load, int BodyBytes, ServerSummary Bare, ServerSummary MadLab, Spread Ratio, Spread CpuRatio, Spread AddedMilliseconds)
{
    public static CaseResult Of(MarketCase request, string load, int bodyBytes, IReadOnlyList<ServerResult> bare, IReadOnlyList<ServerResult> madlab)
    {
        var pairs = bare.Zip(madlab).ToList();
        return new CaseResult(
            request.Name,
            load,
            bodyBytes,
            ServerSummary.Of(bare),
            ServerSummary.Of(madlab),
            Spread.Of(pairs.Select(p => p.Second.RequestsPerSecond / p.First.RequestsPerSecond))!,
            Spread.Of(pairs.Select(p => p.Second.CpuMicroseconds / Math.Max(p.First.CpuMicroseconds, 0.01)))!,
            Spread.Of(pairs.Select(p => p.Second.P50 - p.First.P50))!);
    }
}
