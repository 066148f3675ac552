using System.Text.Json;
using MadLab.Benchmarks.Market.Load;
using MadLab.Benchmarks.Market.Servers;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market;

/// <summary>What a cached answer costs beside a bare endpoint that writes the same bytes.</summary>
internal sealed class MarketCommand : ICommand
{
    private const int ServerCore = 0;
    private const int LoadCore = 1;

    public string Name => "market";

    public string Summary => "GET and POST of market data: MadLab against a bare Kestrel endpoint that writes the same bytes";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.Out.WriteLine(MarketHelp.Text);
            return 0;
        }

        var options = MarketOptions.Read(args);
        if (!OperatingSystem.IsLinux())
        {
            throw new UsageException("market reads /proc and needs Linux.");
        }

        var report = await MeasureAsync(options, cancellationToken);
        Console.Out.WriteLine(options.Json ? JsonSerializer.Serialize(report, BenchJson.Document) : MarketTables.Render(report));
        return 0;
    }

    private static async Task<MarketReport> MeasureAsync(MarketOptions options, CancellationToken cancellationToken)
    {
        int? serverCore = options.Pin ? ServerCore : null;
        int? loadCore = options.Pin ? LoadCore : null;
        using var bare = await MarketServerProcess.StartAsync(MarketServer.Bare, serverCore, cancellationToken);
        using var madlab = await MarketServerProcess.StartAsync(MarketServer.MadLab, serverCore, cancellationToken);
        using var builtIn = await BuiltInLoad.StartAsync(loadCore, cancellationToken);
        using var wrk = options.WrkProgram is { } program ? new WrkLoad(program, loadCore) : null;
        var run = new CaseRun(bare, madlab, options);
        List<CaseResult> results = [];
        foreach (var request in options.Cases)
        {
            // Only the built-in load can send another symbol each time without a script that costs it its speed.
            results.Add(await run.RunAsync(request, wrk is null || request.IsCold ? builtIn : wrk, cancellationToken));
        }

        return new MarketReport("market", Machine.Read(), options.Pairs, options.Duration.TotalSeconds, options.Connections, options.Pin, results);
    }
}
