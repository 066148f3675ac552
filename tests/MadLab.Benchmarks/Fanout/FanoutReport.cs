using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>A run's result, as the JSON document has it.</summary>
internal sealed record FanoutReport
{
    public string Command { get; init; } = "fanout";

    public required Machine Machine { get; init; }

    public required FanoutSetting Setting { get; init; }

    public IReadOnlyList<LoadResult>? Load { get; init; }

    public IReadOnlyList<LoadSummary>? Peers { get; init; }

    public IReadOnlyList<IdleResult>? Idle { get; init; }

    public IReadOnlyList<HoldResult>? Hold { get; init; }
}
