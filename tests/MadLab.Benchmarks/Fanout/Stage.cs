using System.Diagnostics;
using MadLab.Benchmarks.Fanout.Clients;
using MadLab.Benchmarks.Fanout.Servers;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>One server and its clients, each in a process and on a core of its own.</summary>
internal sealed class Stage : IDisposable
{
    private const int ServerCore = 0;
    private const int ClientCore = 1;

    // The runtime compiles what is hot a second time, in the background: a third of the CPU time, long after the start, where it is not waited for.
    private const int QuietMethods = 3;

    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(3);

    private readonly ChildProcess _server;
    private readonly ChildProcess _clients;

    private Stage(ChildProcess server, ChildProcess clients)
    {
        _server = server;
        _clients = clients;
    }

    /// <summary>User and kernel time of the server so far.</summary>
    public double ServerCpuSeconds => ProcessReading.CpuSeconds(_server.Id);

    public long ServerResidentBytes => ProcessReading.ResidentBytes(_server.Id);

    public static async Task<Stage> StartAsync(Peer peer, FanoutOptions options, CancellationToken cancellationToken)
    {
        var server = ChildProcess.Start(FanoutServer.Verb, FanoutServer.Arguments(peer, options.Symbols, options.Interval), options.Pin ? ServerCore : null);
        try
        {
            var hello = await server.ReadAsync<ServerHello>(cancellationToken);
            var clients = ChildProcess.Start(
                FanoutClients.Verb,
                FanoutClients.Arguments(peer, hello.Port, options.Symbols, options.Interval, options.Sample),
                options.Pin ? ClientCore : null);
            await clients.ReadAsync<Connected>(cancellationToken);
            return new Stage(server, clients);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public Task<ServerStats> ServerAsync(string command, CancellationToken cancellationToken) => _server.AskAsync<ServerStats>(command, cancellationToken);

    public Task<Connected> CountAsync(CancellationToken cancellationToken) => ClientsAsync<Connected>("count", cancellationToken);

    public Task<T> ClientsAsync<T>(string command, CancellationToken cancellationToken) => _clients.AskAsync<T>(command, cancellationToken);

    /// <summary>Opens connections; throws when the server ends one at once.</summary>
    public async Task ConnectAsync(int count, CancellationToken cancellationToken)
    {
        var connected = await ClientsAsync<Connected>($"connect {count}", cancellationToken);
        if (connected.Lost > 0)
        {
            throw new InvalidOperationException($"The server ended {connected.Lost} of {connected.Open + connected.Lost} connections at once.");
        }
    }

    /// <summary>Lets the server run under load until its hot code is compiled: at least so long, and on until the compiler is quiet, at most so long.</summary>
    /// <returns>Whether it became quiet.</returns>
    public async Task<bool> WarmUpAsync(TimeSpan atLeast, TimeSpan atMost, CancellationToken cancellationToken)
    {
        await Task.Delay(atLeast, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var compiled = (await ServerAsync("stats", cancellationToken)).Compiled;
        while (Stopwatch.GetElapsedTime(started) < atMost)
        {
            await Task.Delay(QuietTime, cancellationToken);
            var now = (await ServerAsync("stats", cancellationToken)).Compiled;
            if (now - compiled <= QuietMethods)
            {
                return true;
            }

            compiled = now;
        }

        return false;
    }

    public void Dispose()
    {
        // The server first: its side of the connections then needs no wait, and the clients' ports are free at once.
        _server.Dispose();
        _clients.Dispose();
    }
}
