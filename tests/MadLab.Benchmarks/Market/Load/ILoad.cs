namespace MadLab.Benchmarks.Market.Load;

/// <summary>Sends a request again and again on several connections, each next one when the answer is there.</summary>
internal interface ILoad : IDisposable
{
    string Name { get; }

    Task<LoadReading> RunAsync(int port, MarketCase request, int connections, TimeSpan duration, CancellationToken cancellationToken);
}
