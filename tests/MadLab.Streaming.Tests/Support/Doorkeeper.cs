using System.Collections.Concurrent;

namespace MadLab.Streaming.Tests.Support;

/// <summary>The host's rules as a test sets them; keeps what it was asked.</summary>
internal sealed class Doorkeeper : IMarketAccess
{
    public ConcurrentQueue<(string? User, string Provider, Symbol Symbol)> Asked { get; } = new();

    public TaskCompletionSource FirstAsked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Func<MarketAccessRequest, MarketAccess> Rule { get; set; } = static _ => MarketAccess.RealTime;

    /// <summary>What every answer waits for.</summary>
    public Task Thinking { get; set; } = Task.CompletedTask;

    public async ValueTask<MarketAccess> DecideAsync(MarketAccessRequest request, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue((request.Caller.Identity?.Name, request.Provider, request.Symbol));
        FirstAsked.TrySetResult();
        await Thinking.WaitAsync(cancellationToken);
        return Rule(request);
    }
}
