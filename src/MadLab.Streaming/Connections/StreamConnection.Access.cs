using MadLab.Streaming.Access;
using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <content>What the host lets the caller see; none of it is there where everybody sees everything.</content>
internal abstract partial class StreamConnection
{
    /// <summary>Who asks the host; null where everybody sees everything.</summary>
    public AccessWatch? Rights { get; set; }

    /// <summary>The symbols of the set, each with who serves what is sent of it.</summary>
    public (Symbol Symbol, QuoteSourceInfo? Source)[] Sources => Array.ConvertAll(Subscriptions, static s => (s.Cell.Symbol, s.Cell.Origin));

    /// <summary>Ends when the host begins to stop.</summary>
    public CancellationToken Stopping => Runtime.Stopping;

    /// <summary>Takes over what the host says of symbols in the set: those refused leave it with an error, those with another delay go on with the cell of that delay.</summary>
    public void Apply(IReadOnlyDictionary<Symbol, Grant> grants)
    {
        lock (_changing)
        {
            List<Subscription> gone = [];
            var set = Array.ConvertAll(_subscriptions, subscription => Renew(subscription, grants, gone));
            if (gone.Count == 0)
            {
                return;
            }

            Replace(set, static _ => { });
            LetGo([.. gone]);
        }

        FlushFirst();
    }

    private Subscription Renew(Subscription subscription, IReadOnlyDictionary<Symbol, Grant> grants, List<Subscription> gone)
    {
        var symbol = subscription.Cell.Symbol;
        if (subscription is not GrantedSubscription granted || !grants.TryGetValue(symbol, out var grant) || subscription.Cell.IsRefusal)
        {
            return subscription;
        }

        if (!grant.IsRefused && grant.Delay == subscription.Cell.Delay)
        {
            granted.Grant = grant;
            return subscription;
        }

        // Nothing older than what was sent: an event stream's ids only rise.
        gone.Add(subscription);
        var cell = Runtime.Hub.Acquire(symbol, grant) ?? SymbolCell.Refusal(
            Runtime.Hub, symbol, new MarketDataException(MarketErrorKind.Unavailable, $"{symbol} cannot be streamed now: the service streams as many symbols as it may."));
        return new GrantedSubscription(cell, grant, Rights, Runtime.Hub.Published);
    }
}
