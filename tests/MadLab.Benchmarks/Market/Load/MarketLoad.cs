using System.Globalization;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market.Load;

/// <summary>The process of the built-in load.</summary>
internal sealed class MarketLoad : ICommand
{
    public const string Verb = "market-load";

    public string Name => Verb;

    public string Summary => "";

    public Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        // Of the whole process, so that no run repeats another's.
        var counter = new Counter();
        return ChildLoop.RunAsync(new LoadReading(0, 0, 0, 0, 0), words =>
        {
            var numbers = words[1..4].Select(w => int.Parse(w, CultureInfo.InvariantCulture)).ToArray();
            using var clients = new LoadClients(numbers[0], numbers[1], Convert.FromBase64String(words[4]), counter);
            return Task.FromResult<object>(clients.Run(TimeSpan.FromMilliseconds(numbers[2])));
        });
    }
}
