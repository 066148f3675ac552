using MadLab.Benchmarks.Market.Servers;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market;

/// <summary>A server of a run.</summary>
internal sealed class MarketServerProcess : IDisposable
{
    private readonly ChildProcess _process;

    private MarketServerProcess(ChildProcess process, string name, int port)
    {
        _process = process;
        Name = name;
        Port = port;
    }

    public string Name { get; }

    public int Port { get; }

    public double CpuSeconds => ProcessReading.CpuSeconds(_process.Id);

    public static async Task<MarketServerProcess> StartAsync(string name, int? core, CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(MarketServer.Verb, MarketServer.Arguments(name), core);
        return new MarketServerProcess(process, name, (await process.ReadAsync<ServerHello>(cancellationToken)).Port);
    }

    public Task<ServerReading> AskAsync(string command, CancellationToken cancellationToken) => _process.AskAsync<ServerReading>(command, cancellationToken);

    public void Dispose() => _process.Dispose();
}
