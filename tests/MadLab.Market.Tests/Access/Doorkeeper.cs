using System.Collections.Concurrent;

namespace MadLab.Market.Tests.Access;

/// <summary>The host's rules as a test sets them; keeps what it was asked.</summary>
internal sealed class Doorkeeper : IMarketAccess
{
    public ConcurrentQueue<(string? User, string Provider, string Feed, Symbol Symbol)> Asked { get; } = new();

    public Func<MarketAccessRequest, MarketAccess> Rule { get; set; } = static _ => MarketAccess.RealTime;

    /// <summary>Awaited before the rule is applied.</summary>
    public Func<Task>? Wait { get; set; }

    public async ValueTask<MarketAccess> DecideAsync(MarketAccessRequest request, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue((request.Caller.Identity?.Name, request.Provider, request.Feed, request.Symbol));
        if (Wait is { } wait)
        {
            await wait();
        }

        return Rule(request);
    }
}
