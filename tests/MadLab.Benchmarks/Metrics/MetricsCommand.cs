using System.Text.Json;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Metrics;

/// <summary>What it costs that the registry listens.</summary>
internal sealed class MetricsCommand : ICommand
{
    public string Name => "metrics";

    public string Summary => "one measurement with the metrics registry listening: time, allocation, exactness of percentiles";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.Out.WriteLine(Help);
            return 0;
        }

        var options = MetricsOptions.Read(args);
        var report = new MetricsReport("metrics", Machine.Read(), MeasurementCost.Measure(options), PercentileError.Measure(options));
        await Console.Out.WriteLineAsync(options.Json ? JsonSerializer.Serialize(report, BenchJson.Document) : report.Render());
        return 0;
    }

    private static string Help =>
        $"""
        metrics: what one measurement costs and how exact the percentiles are.

          dotnet run -c Release --project tests/MadLab.Benchmarks -- metrics [options]

        Options (default)
        {Option.Describe(MetricsOptions.All)}

        How it is measured
          One thread calls Counter.Add or Histogram.Record in a loop, with instruments as MadLab's, after the compiler is
          done. Three listeners, each with a host of its own:
          {ListeningHost.Nobody,-16} what measuring costs where nobody asked for metrics
          {ListeningHost.Empty,-16} a MeterListener whose callback does nothing: the platform's own share
          {ListeningHost.Registry,-16} MadLab's registry, as AddMadLab() runs it
          Three tags are what a request has: area, method, status. Time is processor time
          of the thread, bytes are what it allocated.
          Percentiles: values spread log-normally, about 5 ms in the middle, go through the registry's histogram; the
          exact ones come from the sorted values by nearest rank. The seed is the same in every run.
        Timed figures are medians of the rounds with the least and the most.
        """;
}
