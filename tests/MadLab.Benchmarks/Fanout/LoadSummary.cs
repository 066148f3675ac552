using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>A peer over all rounds.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Floor">The bare server it is compared with.</param>
/// <param name="CpuMicroseconds">CPU time of the server per delivered quote.</param>
/// <param name="ToFloor">That over the bare server's of the same round.</param>
/// <param name="ToSignalR">That over SignalR's of the same round.</param>
internal sealed record LoadSummary(string Peer, string? Floor, Spread CpuMicroseconds, Spread? ToFloor, Spread? ToSignalR)
{
    public static List<LoadSummary> Of(IReadOnlyList<LoadResult> results) =>
        [.. results.GroupBy(r => r.Peer).Select(g => new LoadSummary(
            g.Key,
            Fanout.Peer.Find(g.Key).Floor,
            Spread.Of(g.Select(r => r.CpuMicroseconds))!,
            Ratios(results, g.Key, Fanout.Peer.Find(g.Key).Floor),
            Ratios(results, g.Key, Fanout.Peer.SignalR)))];

    private static Spread? Ratios(IReadOnlyList<LoadResult> results, string peer, string? other) =>
        Spread.Of(from mine in results where mine.Peer == peer
                  from theirs in results where theirs.Peer == other && theirs.Round == mine.Round && theirs.CpuMicroseconds > 0
                  select mine.CpuMicroseconds / theirs.CpuMicroseconds);
}
