using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market.Load;

/// <summary>The process that <see cref="MarketLoad"/> is, as its parent sees it.</summary>
internal sealed class BuiltInLoad : ILoad
{
    private readonly ChildProcess _process;

    private BuiltInLoad(ChildProcess process) => _process = process;

    public string Name => "built-in";

    public static async Task<BuiltInLoad> StartAsync(int? core, CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(MarketLoad.Verb, [], core);
        await process.ReadAsync<LoadReading>(cancellationToken);
        return new BuiltInLoad(process);
    }

    public Task<LoadReading> RunAsync(int port, MarketCase request, int connections, TimeSpan duration, CancellationToken cancellationToken) =>
        _process.AskAsync<LoadReading>($"run {port} {connections} {(int)duration.TotalMilliseconds} {Convert.ToBase64String(request.ToBytes())}", cancellationToken);

    public void Dispose() => _process.Dispose();
}
