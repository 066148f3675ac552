using System.Text.Json;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A client that does things at random and keeps the books: what it subscribed to, and the newest it has of each symbol.</summary>
internal abstract class ChurningClient(StreamHost host, CounterFeed feed, Random random, string[] symbols)
{
    private readonly Dictionary<string, (long Price, long Seq)> _known = [];

    /// <summary>The values it got.</summary>
    public int Values { get; private set; }

    public int Connections { get; protected set; }

    /// <summary>The connections that went on from where one before had ended.</summary>
    public int Resumes { get; protected set; }

    protected StreamHost Host => host;

    protected Random Random => random;

    /// <summary>What it is subscribed to.</summary>
    protected SortedSet<string> Set { get; } = new(StringComparer.Ordinal);

    /// <summary>Does random things for as long as it may.</summary>
    public async Task RunAsync(Func<bool> mayGoOn)
    {
        while (mayGoOn())
        {
            await StepAsync();
        }
    }

    /// <summary>Reads until it has the newest value of all it is subscribed to; the feed has gone quiet.</summary>
    public abstract Task SettleAsync();

    /// <summary>Goes away.</summary>
    public abstract Task LeaveAsync();

    protected abstract Task StepAsync();

    /// <summary>Some symbols, at least one.</summary>
    protected string[] Some(int most) => [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => symbols[random.Next(symbols.Length)]).Distinct()];

    protected bool HasNewest() => Set.All(s => _known.TryGetValue(s, out var known) && known.Price == feed.Newest(s));

    /// <summary>What comes next starts anew: a connection without a past may repeat what another had said.</summary>
    protected void Forget() => _known.Clear();

    /// <summary>The next value of a symbol may be what it had already: it left the set and came back.</summary>
    protected void Forget(IEnumerable<string> left)
    {
        foreach (var symbol in left)
        {
            _known.Remove(symbol);
        }
    }

    /// <summary>Takes a value: of a symbol asked for, later than any before, and one that the feed has said.</summary>
    protected void Take(JsonElement data)
    {
        var symbol = data.GetProperty("symbol").GetString()!;
        var (price, seq) = (data.GetProperty("price").GetInt64(), data.GetProperty("seq").GetInt64());
        if (_known.TryGetValue(symbol, out var known) && (seq <= known.Seq || price <= known.Price))
        {
            throw new InvalidOperationException($"{GetType().Name}: {symbol} {price} ({seq}) after {known.Price} ({known.Seq}).");
        }

        if (price > feed.Newest(symbol) || (!Set.Contains(symbol) && !IsLeaving(symbol)))
        {
            throw new InvalidOperationException($"{GetType().Name}: {symbol} {price} was not asked for, or never said.");
        }

        _known[symbol] = (price, seq);
        Values++;
    }

    /// <summary>Whether a value of a symbol outside the set may still be under way.</summary>
    protected virtual bool IsLeaving(string symbol) => false;
}
