using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Metrics;

/// <summary>What a run is to do.</summary>
internal sealed record MetricsOptions
{
    public static readonly IReadOnlyList<Option> All =
    [
        new("--calls", "N", "measurements of each kind in a round (2000000)"),
        new("--rounds", "N", "rounds; in each, every kind runs once with every listener (7)"),
        new("--values", "N", "values of the percentile part (1000000)"),
        new("--quick", null, "a smoke run of a second; its figures say nothing"),
        new("--json", null, "one JSON document on standard output in place of the tables"),
        new("--help", null, "this text"),
    ];

    public required int Calls { get; init; }

    public required int Rounds { get; init; }

    public required int Values { get; init; }

    public required bool Json { get; init; }

    public static MetricsOptions Read(string[] args)
    {
        var given = Arguments.Parse(args, All);
        var quick = given.Has("--quick");
        return new MetricsOptions
        {
            Calls = given.Number("--calls", quick ? 1000 : 2_000_000, 100, 1_000_000_000),
            Rounds = given.Number("--rounds", quick ? 1 : 7, 1, 1000),
            Values = given.Number("--values", quick ? 10_000 : 1_000_000, 1000, 100_000_000),
            Json = given.Has("--json"),
        };
    }
}
