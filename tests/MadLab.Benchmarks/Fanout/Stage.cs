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
    private const int ConnectStep = 2_500;

    // The runtime compiles what is hot a second time, in the background: a third of the CPU time, long after the start, where it is not waited for.
    private const int QuietMethods = 3;

    private static readonly TimeSpan ServeTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ServePoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(3);

    private readonly ChildProcess _server;
    private readonly ChildProcess _clients;
    private int _port;

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
        // Both at once: each takes a while until its runtime is up.
        var server = ChildProcess.Start(FanoutServer.Verb, FanoutServer.Arguments(peer, options.Symbols, options.Interval), options.Pin ? ServerCore : null);
        var clients = ChildProcess.Start(FanoutClients.Verb, FanoutClients.Arguments(peer, options.Symbols, options.Interval, options.Period, options.Sample), options.Pin ? ClientCore : null);
        var stage = new Stage(server, clients);
        try
        {
            stage._port = (await server.ReadAsync<ServerHello>(cancellationToken)).Port;
            await clients.ReadAsync<Connected>(cancellationToken);
            return stage;
        }
        catch
        {
            stage.Dispose();
            throw;
        }
    }

    public Task<ServerStats> ServerAsync(string command, CancellationToken cancellationToken) => _server.AskAsync<ServerStats>(command, cancellationToken);

    public Task<Connected> CountAsync(CancellationToken cancellationToken) => ClientsAsync<Connected>("count", cancellationToken);

    public Task<T> ClientsAsync<T>(string command, CancellationToken cancellationToken) => _clients.AskAsync<T>(command, cancellationToken);

    /// <summary>Opens connections, many in steps that are told of; throws when the server ends one at once.</summary>
    public async Task ConnectAsync(int count, CancellationToken cancellationToken)
    {
        for (var open = 0; open < count;)
        {
            var more = Math.Min(ConnectStep, count - open);
            var connected = await ClientsAsync<Connected>($"connect {_port} {more}", cancellationToken);
            if (connected.Lost > 0)
            {
                throw new MeasurementException($"The server ended {connected.Lost} of {connected.Open + connected.Lost} connections at once.");
            }

            open += more;
            if (count > ConnectStep)
            {
                Progress.Say($"{open} of {count} connections stand");
            }
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

    /// <summary>Waits until quotes flow to every connection, however slow the machine.</summary>
    public async Task WaitUntilServedAsync(int count, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (await CountAsync(cancellationToken) is var now && now.Served < count)
        {
            if (now.Lost > 0 || Stopwatch.GetElapsedTime(started) > ServeTimeout)
            {
                throw new MeasurementException($"Only {now.Served} of {count} connections were served within {ServeTimeout.TotalSeconds:0} s; {now.Lost} were ended by the server.");
            }

            await Task.Delay(ServePoll, cancellationToken);
        }
    }

    /// <summary>Lets the load run so long, and on until something was delivered.</summary>
    public async Task RunAsync(TimeSpan atLeast, CancellationToken cancellationToken)
    {
        var before = (await CountAsync(cancellationToken)).Quotes;
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(atLeast, cancellationToken);
        while ((await CountAsync(cancellationToken)).Quotes == before && Stopwatch.GetElapsedTime(started) < atLeast + ServeTimeout)
        {
            await Task.Delay(ServePoll, cancellationToken);
        }
    }

    public void Dispose()
    {
        // The server first: its side of the connections then needs no wait, and the clients' ports are free at once.
        _server.Dispose();
        _clients.Dispose();
    }
}
