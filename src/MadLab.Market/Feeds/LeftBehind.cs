using System.Collections.Concurrent;
using MadLab.Market.Providers;

namespace MadLab.Market.Feeds;

/// <summary>Counts the sequences that did not end within a second of being told. A provider that holds on to too many of a symbol gets no further one.</summary>
internal sealed class LeftBehind
{
    /// <summary>The most of one symbol at one provider: enough for a sequence that hung once to be opened anew, too few to grow by.</summary>
    public const int Most = 3;

    private readonly ConcurrentDictionary<(ProviderHandle Provider, Symbol Symbol), int> _counts = new();

    public int Count => _counts.Values.Sum();

    public bool IsFull(ProviderHandle provider, Symbol symbol) => _counts.TryGetValue((provider, symbol), out var count) && count >= Most;

    public void Add(ProviderHandle provider, Symbol symbol) => _counts.AddOrUpdate((provider, symbol), 1, static (_, count) => count + 1);

    public void Remove(ProviderHandle provider, Symbol symbol)
    {
        var key = (provider, symbol);
        if (_counts.AddOrUpdate(key, 0, static (_, count) => count - 1) == 0)
        {
            // Only while it is still zero: another may have been added meanwhile.
            _counts.TryRemove(KeyValuePair.Create(key, 0));
        }
    }
}
