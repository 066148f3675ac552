using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Db;

/// <summary>What <c>db --help</c> says.</summary>
internal static class DbHelp
{
    public static string Text => FormattableString.Invariant(
        $"""
        db: workspaces over HTTP, MadLab against hand-written ADO.NET behind the same kind of endpoint in the same run.

          dotnet run -c Release --project tests/MadLab.Benchmarks -- db [options]

        Options (default)
        {Option.Describe(DbOptions.All)}

        How it is measured
          Two servers on 127.0.0.1, a process each, with a database each of the same engine. madlab is AddMadLab(),
          UseSqlite() or UsePostgreSql() and MapMadLab(), metrics included. ado is one statement per operation, written
          by hand: pooled connections, one writer at a time on SQLite, prepared statements on PostgreSQL, the same table,
          the same JSON in and out, the same entity tag. SQLite synchronises every write to the disk on both sides.
          The PostgreSQL server is started for the run, with fsync off on both sides, which is hard on madlab: there is
          no wait for a disk to hide behind.
          The load is HttpClient in this process. Each operation runs alone, with each number of clients, in pairs, in
          turn the one and the other first; ratios are taken within a pair. list asks for the newest 50.
          ratio     requests per second of madlab over ado's
          p95, max  latency of madlab's answers in milliseconds
        Exit code 1: an answer was not a success, such as a database that is locked; or, unless --quick, a median
        ratio below {DbTargets.Ratio} or a median p95 of {DbTargets.P95} ms and more. The error stream says which.
        Figures are medians of the pairs with the least and the most. Progress goes to the error stream.
        """);
}
