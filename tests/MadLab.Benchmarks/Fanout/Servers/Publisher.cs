namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>Publishes a new quote of every symbol at a steady rate, from its start to its stop.</summary>
internal sealed class Publisher(IPeerServer peer, Ticks ticks) : IDisposable
{
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Ticks so far.</summary>
    public long Published { get; private set; }

    /// <summary>Begins.</summary>
    /// <param name="hertz">Ticks a second.</param>
    /// <param name="spread">One symbol after the other over the time of a tick, as a market does, in place of all at once.</param>
    public void Start(int hertz, bool spread)
    {
        _stop = new CancellationTokenSource();
        var period = TimeSpan.FromSeconds(1) / hertz;
        _running = spread ? SpreadAsync(period, _stop.Token) : RunAsync(period, _stop.Token);
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

    private Task RunAsync(TimeSpan period, CancellationToken cancellationToken) =>
        RepeatAsync(period, () => PublishAsync(isFinal: false), cancellationToken);

    private Task SpreadAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        var symbol = 0;
        return RepeatAsync(
            period / ticks.Symbols,
            async () =>
            {
                await peer.PublishAsync([ticks.NextOf(symbol)]);
                symbol = (symbol + 1) % ticks.Symbols;
                Published += symbol == 0 ? 1 : 0;
            },
            cancellationToken);
    }

    private static async Task RepeatAsync(TimeSpan period, Func<Task> publish, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await publish();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }
}
