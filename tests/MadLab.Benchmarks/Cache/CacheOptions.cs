using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Cache;

/// <summary>What a run is to do.</summary>
internal sealed record CacheOptions
{
    public static readonly IReadOnlyList<Option> All =
    [
        new("--universe", "N", "different keys of the traces (50000)"),
        new("--length", "N", "requests of a trace (1000000)"),
        new("--rounds", "N", "rounds of the timed parts; in each, every cache runs once (7)"),
        new("--threads", "N", "threads of the throughput part (8)"),
        new("--seconds", "S", "how long each cache runs there in a round (1)"),
        new("--quick", null, "a smoke run of seconds: small and short; its figures say nothing"),
        new("--json", null, "one JSON document on standard output in place of the tables"),
        new("--help", null, "this text"),
    ];

    public required int Universe { get; init; }

    public required int Length { get; init; }

    public required int Rounds { get; init; }

    public required int Threads { get; init; }

    public required TimeSpan Duration { get; init; }

    public required bool Json { get; init; }

    public static CacheOptions Read(string[] args)
    {
        var given = Arguments.Parse(args, All);
        var quick = given.Has("--quick");
        return new CacheOptions
        {
            Universe = given.Number("--universe", quick ? 1000 : 50_000, 100, 10_000_000),
            Length = given.Number("--length", quick ? 20_000 : 1_000_000, 1000, 100_000_000),
            Rounds = given.Number("--rounds", quick ? 1 : 7, 1, 1000),
            Threads = given.Number("--threads", 8, 1, 256),
            Duration = quick && !given.Has("--seconds") ? TimeSpan.FromMilliseconds(50) : TimeSpan.FromSeconds(given.Number("--seconds", 1, 1, 3600)),
            Json = given.Has("--json"),
        };
    }
}
