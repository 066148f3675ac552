using MadLab.Benchmarks.Shared;
using MadLab.TestSupport.PostgreSql;

namespace MadLab.Benchmarks.Db;

/// <summary>What a run is to do.</summary>
internal sealed record DbOptions
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    public static readonly IReadOnlyList<Option> All =
    [
        new("--engines", "A,B", "sqlite, postgres (both, where PostgreSQL's programs are)"),
        new("--operations", "A,B,..", "create, read, update, list, delete (all)"),
        new("--clients", "A,B,..", "how many clients, each with one request at a time (1,8,32)"),
        new("--pairs", "N", "how often both servers are measured, in turn (5)"),
        new("--seconds", "S", "how long each is measured (2)"),
        new("--rows", "N", "workspaces that are there before (1000)"),
        new("--bytes", "N", "length of a document (2000)"),
        new("--quick", null, "a smoke run of seconds: few rows, one short pair; its figures say nothing"),
        new("--json", null, "one JSON document on standard output in place of the table"),
        new("--help", null, "this text"),
    ];

    public required IReadOnlyList<string> Engines { get; init; }

    public required IReadOnlyList<DbOperation> Operations { get; init; }

    public required IReadOnlyList<int> Clients { get; init; }

    public required int Pairs { get; init; }

    public required TimeSpan Duration { get; init; }

    public required int Rows { get; init; }

    public required int Bytes { get; init; }

    public required bool Json { get; init; }

    /// <summary>Whether the run is too short to be judged.</summary>
    public required bool Quick { get; init; }

    public static DbOptions Read(string[] args)
    {
        var given = Arguments.Parse(args, All);
        var quick = given.Has("--quick");
        return new DbOptions
        {
            Engines = Engine(given.Text("--engines", PostgresTools.Folder is null ? Sqlite : $"{Sqlite},{Postgres}")),
            Operations = [.. given.Text("--operations", string.Join(',', Enum.GetNames<DbOperation>())).Split(',').Select(Operation)],
            Clients = [.. given.Text("--clients", quick ? "1,4" : "1,8,32").Split(',').Select(Client)],
            Pairs = given.Number("--pairs", quick ? 1 : 5, 1, 1000),
            Duration = quick && !given.Has("--seconds") ? TimeSpan.FromSeconds(0.3) : TimeSpan.FromSeconds(given.Number("--seconds", 2, 1, 600)),
            Rows = given.Number("--rows", quick ? 60 : 1000, 1, 1_000_000),
            Bytes = given.Number("--bytes", 2000, 10, 200_000),
            Json = given.Has("--json"),
            Quick = quick,
        };
    }

    private static List<string> Engine(string text)
    {
        var engines = text.Split(',').ToList();
        if (engines.Find(static e => e is not (Sqlite or Postgres)) is { } unknown)
        {
            throw new UsageException($"--engines has '{unknown}'; there are {Sqlite} and {Postgres}.");
        }

        return engines.Contains(Postgres) && PostgresTools.Folder is null ? throw new UsageException($"--engines: {PostgresTools.Problem}") : engines;
    }

    private static DbOperation Operation(string text) =>
        Enum.TryParse<DbOperation>(text, ignoreCase: true, out var operation) && Enum.IsDefined(operation)
            ? operation
            : throw new UsageException($"--operations has '{text}'; there are {string.Join(", ", Enum.GetNames<DbOperation>()).ToLowerInvariant()}.");

    private static int Client(string text) =>
        int.TryParse(text, out var count) && count is >= 1 and <= 256
            ? count
            : throw new UsageException($"--clients has '{text}'; each must be a whole number from 1 to 256.");
}
