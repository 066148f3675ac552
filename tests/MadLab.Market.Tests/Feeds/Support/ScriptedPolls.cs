namespace MadLab.Market.Tests.Feeds.Support;

/// <summary>A provider to be polled, every 5 s unless told otherwise, whose answers a test writes.</summary>
internal sealed class ScriptedPolls : IQuoteProvider
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private volatile int _calls;
    private volatile int _asked;

    public int Calls => _calls;

    /// <summary>How many symbols the last call was for.</summary>
    public int Asked => _asked;

    /// <summary>What a call awaits before it answers.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Func<IReadOnlyList<Symbol>, IReadOnlyList<Quote>> Answer { get; set; } = symbols => [.. symbols.Select(s => Of(s, 1))];

    public ProviderDescriptor Descriptor { get; init; } = new() { Feed = "polled", Limits = new ProviderLimits { PollInterval = Interval } };

    public static Quote Of(Symbol symbol, decimal price) => new()
    {
        Symbol = symbol, Price = price, Open = price, High = price, Low = price, Timestamp = new DateTimeOffset(2024, 1, 2, 15, 0, 0, TimeSpan.Zero),
    };

    public async Task<IReadOnlyList<Quote>> GetQuotesAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancellationToken = default)
    {
        // Taken at once: what a test changes is for the next call.
        var (gate, answer) = (Gate, Answer);
        Interlocked.Increment(ref _calls);
        _asked = symbols.Count;
        await gate;
        return answer(symbols);
    }
}
