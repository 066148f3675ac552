using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>The same load on one peer after the other, several rounds.</summary>
internal static class LoadRun
{
    public static async Task<List<LoadResult>> RunAsync(FanoutOptions options, CancellationToken cancellationToken)
    {
        List<LoadResult> results = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var peer in options.Peers)
            {
                var result = await MeasureAsync(peer, round, options, cancellationToken);
                results.Add(result);
                Progress.Say(FormattableString.Invariant(
                    $"round {round}/{options.Rounds}  {peer.Name,-14} {result.CpuMicroseconds,6:0.000} us/quote  {result.QuotesPerSecond,9:0} quotes/s  {result.AllocatedBytes,8:0.0} B/quote  p99 {result.Latency.P99,6:0.0} ms"));
            }
        }

        return results;
    }

    private static async Task<LoadResult> MeasureAsync(Peer peer, int round, FanoutOptions options, CancellationToken cancellationToken)
    {
        using var stage = await Stage.StartAsync(peer, options, cancellationToken);
        await stage.ServerAsync("once", cancellationToken);
        var empty = stage.ServerResidentBytes;
        await stage.ConnectAsync(options.Clients, cancellationToken);
        await stage.ServerAsync(options.Start, cancellationToken);
        await stage.WaitUntilServedAsync(options.Clients, cancellationToken);
        if (options.Settle > 0 && !await stage.WarmUpAsync(TimeSpan.FromSeconds(options.Warmup), TimeSpan.FromSeconds(options.Settle), cancellationToken))
        {
            Progress.Say($"{peer.Name}: the compiler is still busy after {options.Settle} s more; its time is in the figures. --settle allows more.");
        }


        var before = await stage.ServerAsync("stats", cancellationToken);
        await stage.ClientsAsync<Connected>("begin", cancellationToken);
        var cpu = stage.ServerCpuSeconds;
        await stage.RunAsync(TimeSpan.FromSeconds(options.Seconds), cancellationToken);
        cpu = stage.ServerCpuSeconds - cpu;
        var seen = await stage.ClientsAsync<ClientStats>("end", cancellationToken);
        var after = await stage.ServerAsync("stats", cancellationToken);
        if (seen.Lost > 0 || seen.Quotes == 0)
        {
            throw new MeasurementException($"{peer.Name} ended {seen.Lost} connections and delivered {seen.Quotes} quotes; nothing can be said about its cost.");
        }

        var offered = (double)options.Clients * options.Symbols * options.Rate * seen.Seconds;
        return new LoadResult(
            peer.Name,
            round,
            seen.Quotes / seen.Seconds,
            seen.Quotes / offered,
            seen.Quotes / Math.Max(cpu, 0.01),
            cpu * 1e6 / seen.Quotes,
            cpu / seen.Seconds,
            (double)(after.Allocated - before.Allocated) / seen.Quotes,
            (double)seen.Bytes / seen.Quotes,
            (double)(stage.ServerResidentBytes - empty) / options.Clients,
            after.Compiled - before.Compiled,
            seen.Latency,
            seen.Lateness);
    }
}
