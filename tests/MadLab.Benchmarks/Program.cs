using MadLab.Benchmarks.Cache;
using MadLab.Benchmarks.Db;
using MadLab.Benchmarks.Db.Servers;
using MadLab.Benchmarks.Fanout;
using MadLab.Benchmarks.Fanout.Clients;
using MadLab.Benchmarks.Fanout.Servers;
using MadLab.Benchmarks.Market;
using MadLab.Benchmarks.Market.Load;
using MadLab.Benchmarks.Market.Servers;
using MadLab.Benchmarks.Metrics;
using MadLab.Benchmarks.Shared;

ICommand[] commands = [new FanoutCommand(), new MarketCommand(), new CacheCommand(), new MetricsCommand(), new DbCommand()];

// What a command starts itself again as; nobody types these.
ICommand[] children = [new FanoutServer(), new FanoutClients(), new MarketServer(), new MarketLoad(), new DbServer()];

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

if (args is [] or ["--help"] or ["-h"] or ["help"])
{
    Console.Out.WriteLine("Measures MadLab against its peers in the same run, servers and clients in processes of their own, on loopback.");
    Console.Out.WriteLine();
    Console.Out.WriteLine("  dotnet run -c Release --project tests/MadLab.Benchmarks -- COMMAND [options]");
    Console.Out.WriteLine();
    foreach (var command in commands)
    {
        Console.Out.WriteLine($"  {command.Name,-10} {command.Summary}");
    }

    Console.Out.WriteLine();
    Console.Out.WriteLine("COMMAND --help explains each.");
    return 0;
}

if (commands.Concat(children).FirstOrDefault(c => c.Name == args[0]) is not { } chosen)
{
    await Console.Error.WriteLineAsync($"Unknown command '{args[0]}'; there are: {string.Join(", ", commands.Select(c => c.Name))}.");
    return 2;
}

try
{
    return await chosen.RunAsync(args[1..], stop.Token);
}
catch (UsageException e)
{
    await Console.Error.WriteLineAsync($"{e.Message} See {chosen.Name} --help.");
    return 2;
}
catch (MeasurementException e)
{
    await Console.Error.WriteLineAsync($"FAILED: {e.Message}");
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}
