using System.Diagnostics;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>Holds connections open for a while under load.</summary>
internal static class HoldRun
{
    // How long after the last values somebody may be without one.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    public static async Task<List<HoldResult>> RunAsync(FanoutOptions options, CancellationToken cancellationToken)
    {
        List<HoldResult> results = [];
        foreach (var peer in options.Peers)
        {
            results.Add(await HoldAsync(peer, options, cancellationToken));
        }

        return results;
    }

    private static async Task<HoldResult> HoldAsync(Peer peer, FanoutOptions options, CancellationToken cancellationToken)
    {
        using var stage = await Stage.StartAsync(peer, options, cancellationToken);
        await stage.ServerAsync("once", cancellationToken);
        var empty = stage.ServerResidentBytes;
        var started = Stopwatch.GetTimestamp();
        await stage.ConnectAsync(options.Hold, cancellationToken);
        var connecting = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Progress.Say(FormattableString.Invariant($"{peer.Name}: {options.Hold} connections stand after {connecting:0.0} s"));

        await stage.ServerAsync(options.Start, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(options.Warmup), cancellationToken);
        await stage.ClientsAsync<Connected>("begin", cancellationToken);
        var cpu = stage.ServerCpuSeconds;
        for (var second = 0; second < options.Seconds; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            if (second % 10 == 9)
            {
                var standing = await stage.CountAsync(cancellationToken);
                Progress.Say($"{peer.Name}: {second + 1} s, {standing.Open} open, {standing.Lost} lost");
            }
        }

        cpu = stage.ServerCpuSeconds - cpu;
        var seen = await stage.ClientsAsync<ClientStats>("end", cancellationToken);
        var memory = stage.ServerResidentBytes;

        // Nothing follows the last values: whoever misses one keeps an old one.
        await stage.ServerAsync("stop", cancellationToken);
        await stage.ClientsAsync<Connected>("expect", cancellationToken);
        await stage.ServerAsync("final", cancellationToken);
        var verified = await stage.ClientsAsync<Verified>($"verify {Bound.TotalMilliseconds:0}", cancellationToken);
        return new HoldResult(
            peer.Name,
            options.Hold,
            connecting,
            seen.Lost,
            verified.Missed,
            verified.Milliseconds,
            seen.Quotes / seen.Seconds,
            seen.Quotes / ((double)options.Hold * options.Symbols * options.Rate * seen.Seconds),
            cpu / seen.Seconds,
            cpu * 1e6 / Math.Max(1, seen.Quotes),
            (double)(memory - empty) / options.Hold,
            seen.Latency);
    }
}
