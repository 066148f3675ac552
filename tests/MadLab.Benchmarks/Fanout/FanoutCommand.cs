using System.Text.Json;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>One quote to many connections: what it costs, how late it comes, what a connection weighs.</summary>
internal sealed class FanoutCommand : ICommand
{
    // Beside the sockets: assemblies, the runtime's own, a listener.
    private const int OtherFiles = 1000;

    public string Name => "fanout";

    public string Summary => "quotes to many connections: MadLab against bare Kestrel, SignalR and plain SendAsync";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.Out.WriteLine(FanoutHelp.Text);
            return 0;
        }

        var options = FanoutOptions.Read(args);
        if (!OperatingSystem.IsLinux())
        {
            throw new UsageException("fanout reads /proc and needs Linux.");
        }

        var connections = Math.Max(options.Clients, Math.Max(options.Idle, options.Hold));
        var files = FileLimit.Raise((ulong)(connections + OtherFiles));
        if (files < (ulong)(connections + OtherFiles))
        {
            throw new UsageException($"{connections} connections need {connections + OtherFiles} open files and {files} are allowed; raise the limit (ulimit -n) or ask for fewer.");
        }

        var report = await MeasureAsync(options, cancellationToken);
        Console.Out.WriteLine(options.Json ? JsonSerializer.Serialize(report, BenchJson.Document) : FanoutTables.Render(report));
        var failed = report.Hold?.FirstOrDefault(h => h.Missed > 0 || h.Lost > 0);
        if (failed is not null)
        {
            await Console.Error.WriteLineAsync($"FAILED: {failed.Peer} lost {failed.Lost} connections, and {failed.Missed} lack the newest value of a symbol.");
            return 1;
        }

        return 0;
    }

    private static async Task<FanoutReport> MeasureAsync(FanoutOptions options, CancellationToken cancellationToken)
    {
        var clients = options.Hold > 0 ? options.Hold : options.Idle > 0 ? options.Idle : options.Clients;
        var report = new FanoutReport
        {
            Machine = Machine.Read(),
            Setting = new FanoutSetting(clients, options.Symbols, options.Rate, options.Interval, options.Spread, options.Rounds, options.Seconds, options.Pin),
        };
        if (options.Hold > 0)
        {
            return report with { Hold = await HoldRun.RunAsync(options, cancellationToken) };
        }

        if (options.Idle > 0)
        {
            return report with { Idle = await IdleRun.RunAsync(options, cancellationToken) };
        }

        var load = await LoadRun.RunAsync(options, cancellationToken);
        return report with { Load = load, Peers = LoadSummary.Of(load) };
    }
}
