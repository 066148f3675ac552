using MadLab.Benchmarks.Market.Load;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market;

/// <summary>What a run is to do.</summary>
internal sealed record MarketOptions
{
    public const string Wrk = "wrk";
    public const string BuiltIn = "built-in";

    public static readonly IReadOnlyList<Option> All =
    [
        new("--cases", "A,B,..", "which cases (all)"),
        new("--pairs", "N", "how often both servers are measured, in turn (9)"),
        new("--seconds", "S", "how long each is measured (2)"),
        new("--connections", "N", "connections, each with one request at a time (16)"),
        new("--warmup", "S", "how long each server runs before that, at least (4)"),
        new("--settle", "S", "how much longer it may take until the compiler is quiet (30)"),
        new("--load", "NAME", "wrk or built-in (wrk where it is on the path)"),
        new("--quick", null, "a smoke run of seconds: one short pair; its figures say nothing"),
        new("--no-pin", null, "leaves it to the system which core a process runs on"),
        new("--json", null, "one JSON document on standard output in place of the table"),
        new("--help", null, "this text"),
    ];

    public required IReadOnlyList<MarketCase> Cases { get; init; }

    public required int Pairs { get; init; }

    public required TimeSpan Duration { get; init; }

    public required int Connections { get; init; }

    public required TimeSpan Warmup { get; init; }

    public required TimeSpan Settle { get; init; }

    /// <summary>The path of wrk; null for the built-in load.</summary>
    public required string? WrkProgram { get; init; }

    public required bool Pin { get; init; }

    public required bool Json { get; init; }

    public static MarketOptions Read(string[] args)
    {
        var given = Arguments.Parse(args, All);
        var quick = given.Has("--quick");
        return new MarketOptions
        {
            Cases = [.. given.Text("--cases", string.Join(',', MarketCase.All.Select(c => c.Name))).Split(',').Select(MarketCase.Find)],
            Pairs = given.Number("--pairs", quick ? 1 : 9, 1, 1000),
            Duration = quick && !given.Has("--seconds") ? TimeSpan.FromSeconds(0.3) : TimeSpan.FromSeconds(given.Number("--seconds", 2, 1, 600)),
            Connections = given.Number("--connections", quick ? 4 : 16, 1, 500),
            Warmup = TimeSpan.FromSeconds(given.Number("--warmup", quick ? 0 : 4, 0, 600)),
            Settle = TimeSpan.FromSeconds(given.Number("--settle", quick ? 0 : 30, 0, 600)),
            WrkProgram = FindWrk(given.Text("--load", quick || WrkLoad.Find() is null ? BuiltIn : Wrk)),
            Pin = !given.Has("--no-pin") && Pinning.IsPossible,
            Json = given.Has("--json"),
        };
    }

    private static string? FindWrk(string load) => load switch
    {
        BuiltIn => null,
        Wrk => WrkLoad.Find() ?? throw new UsageException("--load is 'wrk', which is not on the path; install it or use --load built-in."),
        _ => throw new UsageException($"--load is '{load}'; it must be wrk or built-in."),
    };
}
