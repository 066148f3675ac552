using MadLab.Benchmarks.Db.Servers;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Db;

/// <summary>A server of a run, and what asks it.</summary>
internal sealed class DbServerProcess : IDisposable
{
    private readonly ChildProcess _process;

    private DbServerProcess(ChildProcess process, string name, int port)
    {
        _process = process;
        Name = name;
        Client = new DbClient(new Uri($"http://127.0.0.1:{port}"));
    }

    public string Name { get; }

    public DbClient Client { get; }

    public static async Task<DbServerProcess> StartAsync(string name, string engine, string connection, CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(DbServer.Verb, DbServer.Arguments(name, engine, connection), core: null);
        return new DbServerProcess(process, name, (await process.ReadAsync<ServerHello>(cancellationToken)).Port);
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Dispose();
    }
}
