using MadLab.Streaming.Access;
using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <content>The set of symbols: an array swapped as a whole, so that the writer reads it without a lock.</content>
internal abstract partial class StreamConnection
{
    private readonly object _changing = new();
    private Subscription[] _subscriptions = [];

    protected Subscription[] Subscriptions => Volatile.Read(ref _subscriptions);

    /// <summary>Takes symbols into the set, all or none.</summary>
    /// <param name="symbols">The symbols; those already in the set stay as they are.</param>
    /// <param name="max">The most the set may have.</param>
    /// <param name="changed">Called with the new set before anybody can send a value of it.</param>
    /// <param name="grants">What the host lets the caller see of them; null where everybody sees everything.</param>
    /// <returns>Why it could not be; null when it is done.</returns>
    protected (string Code, string Message)? Add(
        IReadOnlyCollection<Symbol> symbols, int max, Action<Subscription[]> changed, IReadOnlyDictionary<Symbol, Grant>? grants = null)
    {
        lock (_changing)
        {
            var set = new List<Subscription>(_subscriptions);
            var had = set.Count;
            foreach (var symbol in symbols)
            {
                if (set.Exists(s => s.Cell.Symbol == symbol))
                {
                    continue;
                }

                if (set.Count == max)
                {
                    Undo();
                    return (StreamCodes.TooManySymbols, $"At most {max} symbols.");
                }

                var grant = grants?[symbol];
                if (Runtime.Hub.Acquire(symbol, grant) is not { } cell)
                {
                    Undo();
                    return (StreamCodes.UpstreamUnavailable, $"{symbol} cannot be streamed now: the service streams as many symbols as it may.");
                }

                set.Add(grant is null ? new Subscription(cell) : new GrantedSubscription(cell, grant, Rights));
            }

            Runtime.Metrics.Subscribed(_transport, set.Count - had);
            Replace([.. set], changed);
            return null;

            void Undo()
            {
                foreach (var added in set[had..])
                {
                    Runtime.Hub.Release(added.Cell);
                }
            }
        }
    }

    /// <summary>Takes symbols out of the set; those not in it do not matter.</summary>
    protected void Remove(IReadOnlyCollection<Symbol> symbols, Action<Subscription[]> changed)
    {
        lock (_changing)
        {
            var gone = Array.FindAll(_subscriptions, s => symbols.Contains(s.Cell.Symbol));
            Replace(Array.FindAll(_subscriptions, s => !symbols.Contains(s.Cell.Symbol)), changed);
            LetGo(gone);
        }
    }

    // False when the client took it out itself meanwhile.
    private bool Drop(Subscription subscription)
    {
        lock (_changing)
        {
            if (!_subscriptions.Contains(subscription))
            {
                return false;
            }

            Replace(Array.FindAll(_subscriptions, s => s != subscription), static _ => { });
            LetGo([subscription]);
            return true;
        }
    }

    private void ReleaseSymbols()
    {
        lock (_changing)
        {
            var gone = _subscriptions;
            Volatile.Write(ref _subscriptions, []);
            LetGo(gone);
        }
    }

    private void Replace(Subscription[] set, Action<Subscription[]> changed)
    {
        changed(set);
        Volatile.Write(ref _subscriptions, set);

        // Another set may be of another kind: demonstration, replay.
        Volatile.Write(ref _statusVersion, -1);
    }

    private void LetGo(Subscription[] gone)
    {
        foreach (var subscription in gone)
        {
            subscription.Cell.RemoveWaiter(this);
            Runtime.Hub.Release(subscription.Cell);
        }
    }

    private StreamStatus CurrentStatus()
    {
        var set = Subscriptions;
        var demo = set.Length == 0 && Runtime.Hub.Feed.IsDemo;
        ReplaySession? replay = null;
        foreach (var subscription in set)
        {
            var source = subscription.Cell.Source;
            demo |= source?.IsDemo ?? false;
            replay ??= source?.Replay;
        }

        return new StreamStatus(Runtime.Hub.Feed.IsLive, demo, replay);
    }
}
