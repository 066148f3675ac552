using System.Text.Json;
using MadLab.Benchmarks.Db.Servers;
using MadLab.Benchmarks.Shared;
using MadLab.TestSupport.PostgreSql;

namespace MadLab.Benchmarks.Db;

/// <summary>What storing a workspace costs beside hand-written ADO.NET.</summary>
internal sealed class DbCommand : ICommand
{
    public string Name => "db";

    public string Summary => "workspaces on SQLite and PostgreSQL: MadLab against hand-written ADO.NET behind the same endpoints";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.Out.WriteLine(DbHelp.Text);
            return 0;
        }

        var options = DbOptions.Read(args);
        List<DbResult> results = [];
        foreach (var engine in options.Engines)
        {
            results.AddRange(engine == DbOptions.Sqlite ? await OnSqliteAsync(options, cancellationToken) : await OnPostgresAsync(options, cancellationToken));
        }

        var report = new DbReport("db", Machine.Read(), options.Pairs, options.Duration.TotalSeconds, options.Rows, options.Bytes, results);
        Console.Out.WriteLine(options.Json ? JsonSerializer.Serialize(report, BenchJson.Document) : DbTables.Render(report));
        var missed = options.Quick ? [] : DbTargets.Missed(results);
        foreach (var sentence in missed)
        {
            Progress.Say(sentence);
        }

        return missed.Count == 0 ? 0 : 1;
    }

    private static async Task<List<DbResult>> OnSqliteAsync(DbOptions options, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("madlab-bench-db-");
        try
        {
            return await MeasureAsync(DbOptions.Sqlite, peer => $"Data Source={Path.Combine(folder.FullName, peer + ".db")}", options, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<DbResult>> OnPostgresAsync(DbOptions options, CancellationToken cancellationToken)
    {
        await using var server = await PostgresServer.StartAsync();
        await using var ado = await server.CreateAsync();
        await using var madlab = await server.CreateAsync();
        return await MeasureAsync(
            DbOptions.Postgres, peer => (peer == DbServer.Ado ? ado : madlab).ConnectionString, options, cancellationToken);
    }

    private static async Task<List<DbResult>> MeasureAsync(string engine, Func<string, string> connection, DbOptions options, CancellationToken cancellationToken)
    {
        using var ado = await DbServerProcess.StartAsync(DbServer.Ado, engine, connection(DbServer.Ado), cancellationToken);
        using var madlab = await DbServerProcess.StartAsync(DbServer.MadLab, engine, connection(DbServer.MadLab), cancellationToken);
        var run = new DbRun(engine, ado, madlab, options);
        return await run.RunAsync(cancellationToken);
    }
}
