namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>Publishes a new quote of every symbol at a steady rate, from its start to its stop.</summary>
internal sealed class Publisher(IPeerServer peer, Ticks ticks) : IDisposable
{
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Ticks so far.</summary>
    public long Published { get; private set; }

    public void Start(int hertz)
    {
        _stop = new CancellationTokenSource();
        _running = RunAsync(TimeSpan.FromSeconds(1) / hertz, _stop.Token);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    public async Task PublishAsync(bool isFinal)
    {
        await peer.PublishAsync(ticks.Next(isFinal));
        Published++;
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await PublishAsync(isFinal: false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }
}
