using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>What each peer's connections weigh when nothing happens: subscribed, served once, then left alone.</summary>
internal static class IdleRun
{
    // Enough that code is compiled and pools exist before the first reading.
    private const int FirstConnections = 200;

    // Kestrel's pools give back what they have not needed for 10 seconds.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15);

    public static async Task<List<IdleResult>> RunAsync(FanoutOptions options, CancellationToken cancellationToken)
    {
        List<IdleResult> results = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var peer in options.Peers)
            {
                var result = await MeasureAsync(peer, round, options, cancellationToken);
                results.Add(result);
                Progress.Say(FormattableString.Invariant(
                    $"round {round}/{options.Rounds}  {peer.Name,-14} {result.ResidentBytes / 1024,6:0.0} KB/connection, heap {result.HeapBytes / 1024,6:0.0} KB"));
            }
        }

        return results;
    }

    private static async Task<IdleResult> MeasureAsync(Peer peer, int round, FanoutOptions options, CancellationToken cancellationToken)
    {
        using var stage = await Stage.StartAsync(peer, options, cancellationToken);
        var before = await WeighAsync(stage, peer, FirstConnections, options, cancellationToken);
        var after = await WeighAsync(stage, peer, options.Idle, options, cancellationToken);
        var connected = await stage.CountAsync(cancellationToken);
        if (connected.Lost > 0)
        {
            throw new MeasurementException($"{peer.Name} ended {connected.Lost} of its idle connections; the rest cannot be weighed.");
        }

        return new IdleResult(
            peer.Name,
            round,
            (double)(after.Resident - before.Resident) / options.Idle,
            (double)(after.Heap - before.Heap) / options.Idle,
            (double)(after.Kernel - before.Kernel) / options.Idle);
    }

    private static async Task<(long Resident, long Heap, long Kernel)> WeighAsync(Stage stage, Peer peer, int more, FanoutOptions options, CancellationToken cancellationToken)
    {
        // The values are there when clients come, so that each is served at its coming: served all at once, they would be
        // weighed with the server's pool of buffers, which gives back in minutes what one moment took. A hub has nothing for who comes late.
        await stage.ServerAsync("once", cancellationToken);
        await stage.ConnectAsync(more, cancellationToken);
        if (peer.Wire == Wire.SignalR)
        {
            await stage.ServerAsync("once", cancellationToken);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(4 * options.Interval), cancellationToken);
        await stage.ServerAsync("collect", cancellationToken);
        await Task.Delay(options.Idle < 1000 ? TimeSpan.FromSeconds(1) : Settle, cancellationToken);
        var stats = await stage.ServerAsync("collect", cancellationToken);
        return (stage.ServerResidentBytes, stats.Heap, ProcessReading.TcpBytes());
    }
}
