using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>What a run is to do.</summary>
internal sealed record FanoutOptions
{
    // A tick at 4 Hz.
    private const double QuickSeconds = 0.3;

    public static readonly IReadOnlyList<Option> All =
    [
        new("--clients", "N", "connections (1000)"),
        new("--symbols", "K", "symbols of each connection, 1 to 50 (20)"),
        new("--rate", "HZ", "updates per second and symbol (4; with --hold 1)"),
        new("--interval", "MS", "the interval clients ask for (250)"),
        new("--spread", null, "one symbol after the other over the time of a tick, not all at once; MadLab's peers only"),
        new("--rounds", "N", "rounds; in each, every peer runs once (3)"),
        new("--seconds", "S", "how long each is measured (8; with --hold 60)"),
        new("--warmup", "S", "how long each runs before that, at least (5)"),
        new("--settle", "S", "how much longer it may take until the compiler is quiet (60)"),
        new("--peers", "A,B,..", "which peers (all but signalr-batch)"),
        new("--sample", "N", "connections whose latency is measured (50)"),
        new("--idle", "N", "memory of N idle connections, in place of the load"),
        new("--hold", "N", "N open connections under load: does each end on the newest value?"),
        new("--quick", null, "a smoke run of seconds: few clients, one round; its figures say nothing"),
        new("--no-pin", null, "leaves it to the system which core a process runs on"),
        new("--json", null, "one JSON document on standard output in place of the table"),
        new("--help", null, "this text"),
    ];

    public required int Clients { get; init; }

    public required int Symbols { get; init; }

    public required int Rate { get; init; }

    public required int Interval { get; init; }

    public required bool Spread { get; init; }

    /// <summary>What a server is told to begin with.</summary>
    public string Start => Spread ? $"start {Rate} spread" : $"start {Rate}";

    /// <summary>How often a connection gets something, in milliseconds: the slower of publishing and its interval; spread, there is something every time.</summary>
    public int Period => Spread ? Interval : Math.Max(Interval, 1000 / Rate);

    public required int Rounds { get; init; }

    public required double Seconds { get; init; }

    public required int Warmup { get; init; }

    public required int Settle { get; init; }

    public required IReadOnlyList<Peer> Peers { get; init; }

    public required int Sample { get; init; }

    public required int Idle { get; init; }

    public required int Hold { get; init; }

    public required bool Pin { get; init; }

    public required bool Json { get; init; }

    public static FanoutOptions Read(string[] args)
    {
        var given = Arguments.Parse(args, All);
        var quick = given.Has("--quick");
        var hold = given.Number("--hold", 0, 1, 100_000);
        var idle = given.Number("--idle", 0, 1, 100_000);
        if (hold > 0 && idle > 0)
        {
            throw new UsageException("--hold and --idle are two different runs.");
        }

        var peers = PeersOf(given, idle > 0 ? [Peer.Bare, Peer.MadLab, Peer.SignalR, Peer.BareSse, Peer.MadLabSse] : hold > 0 ? [Peer.MadLab] : [.. Peer.Usual.Select(p => p.Name)]);
        if (given.Has("--spread") && peers.Find(p => !p.Name.StartsWith(Peer.MadLab, StringComparison.Ordinal)) is { } other)
        {
            throw new UsageException($"--spread: peer '{other.Name}' sends whole ticks only; choose among MadLab's with --peers.");
        }

        return new FanoutOptions
        {
            Clients = given.Number("--clients", quick ? 20 : 1000, 1, 100_000),
            Symbols = given.Number("--symbols", 20, 1, 50),
            Rate = given.Number("--rate", hold > 0 ? 1 : 4, 1, 100),
            Interval = given.Number("--interval", 250, 25, 60_000),
            Rounds = given.Number("--rounds", quick ? 1 : 3, 1, 100),
            Seconds = quick && !given.Has("--seconds") ? QuickSeconds : given.Number("--seconds", hold > 0 ? 60 : 8, 1, 3600),
            Warmup = given.Number("--warmup", quick ? 0 : 5, 0, 600),
            Settle = given.Number("--settle", quick ? 0 : 60, 0, 600),
            Spread = given.Has("--spread"),
            Peers = peers,
            Sample = given.Number("--sample", hold > 0 ? 500 : 50, 1, 100_000),
            Idle = idle,
            Hold = hold,
            Pin = !given.Has("--no-pin") && Pinning.IsPossible,
            Json = given.Has("--json"),
        };
    }

    private static List<Peer> PeersOf(Arguments given, string[] usual) =>
        [.. given.Text("--peers", string.Join(',', usual)).Split(',').Select(Peer.Find)];
}
