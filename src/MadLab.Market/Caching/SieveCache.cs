using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace MadLab.Market.Caching;

/// <summary>A map with a cap on entries and on bytes that evicts by SIEVE (Zhang et al., NSDI '24).</summary>
/// <remarks>
/// A hit is one lookup and, at most once per entry between two sweeps, one write of a flag: it takes no lock. Inserts and
/// removals share one short lock and make room before they add, so neither cap is exceeded at any instant.
/// </remarks>
internal sealed class SieveCache<TKey, TValue>(int maxEntries, long maxBytes)
    where TKey : notnull
    where TValue : class
{
    private readonly ConcurrentDictionary<TKey, Node> _nodes = new();
    private readonly Lock _gate = new();
    private Node? _newest;
    private Node? _oldest;
    private Node? _hand;
    private int _count;
    private long _bytes;

    public int Count => Volatile.Read(ref _count);

    public long Bytes => Volatile.Read(ref _bytes);

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        if (_nodes.TryGetValue(key, out var node))
        {
            // Tested first: writing a flag that is set already would bounce the cache line between cores.
            if (!node.Visited)
            {
                node.Visited = true;
            }

            value = node.Value;
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>Adds or replaces; what is larger than the whole cache is not kept. Returns how many others had to leave.</summary>
    public int Set(TKey key, TValue value, long bytes)
    {
        lock (_gate)
        {
            // Taken out first, so that making room never counts the old value and never evicts the new one.
            if (_nodes.TryGetValue(key, out var old))
            {
                Unlink(old);
            }

            if (bytes > maxBytes)
            {
                return 0;
            }

            var evicted = 0;
            while (_count >= maxEntries || _bytes + bytes > maxBytes)
            {
                Unlink(NextVictim());
                evicted++;
            }

            var node = new Node(key, value, bytes) { Older = _newest, Visited = old?.Visited ?? false };
            if (_newest is not null)
            {
                _newest.Newer = node;
            }

            _newest = node;
            _oldest ??= node;
            _count++;
            _bytes += bytes;
            _nodes[key] = node;
            return evicted;
        }
    }

    /// <summary>Takes note that a value has grown, such as by a compressed copy. Returns how many others had to leave.</summary>
    public int Grow(TKey key, TValue value, long bytes)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(key, out var node) || !ReferenceEquals(node.Value, value))
            {
                return 0;
            }

            if (node.Bytes + bytes > maxBytes)
            {
                Unlink(node);
                return 1;
            }

            var evicted = 0;
            while (_bytes + bytes > maxBytes)
            {
                var victim = NextVictim();
                if (ReferenceEquals(victim, node))
                {
                    Unlink(node);
                    return evicted + 1;
                }

                Unlink(victim);
                evicted++;
            }

            node.Bytes += bytes;
            _bytes += bytes;
            return evicted;
        }
    }

    public bool Remove(TKey key)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(key, out var node))
            {
                return false;
            }

            Unlink(node);
            return true;
        }
    }

    /// <summary>Removes what the test says; the test runs under the lock and must be quick.</summary>
    public int RemoveWhere(Func<TKey, bool> test)
    {
        lock (_gate)
        {
            var removed = 0;
            for (var node = _newest; node is not null;)
            {
                var older = node.Older;
                if (test(node.Key))
                {
                    Unlink(node);
                    removed++;
                }

                node = older;
            }

            return removed;
        }
    }

    // SIEVE: the hand walks from old to new, spares what was read since it last passed, and takes the first that was not.
    private Node NextVictim()
    {
        var node = _hand ?? _oldest!;
        while (node.Visited)
        {
            node.Visited = false;
            node = node.Newer ?? _oldest!;
        }

        _hand = node;
        return node;
    }

    private void Unlink(Node node)
    {
        // Out of the map first: a reader must not find what the counts no longer hold.
        _nodes.TryRemove(node.Key, out _);
        if (ReferenceEquals(_hand, node))
        {
            _hand = node.Newer;
        }

        if (node.Newer is null)
        {
            _newest = node.Older;
        }
        else
        {
            node.Newer.Older = node.Older;
        }

        if (node.Older is null)
        {
            _oldest = node.Newer;
        }
        else
        {
            node.Older.Newer = node.Newer;
        }

        _count--;
        _bytes -= node.Bytes;
    }

    private sealed class Node(TKey key, TValue value, long bytes)
    {
        public readonly TKey Key = key;
        public readonly TValue Value = value;
        public long Bytes = bytes;
        public volatile bool Visited;
        public Node? Newer;
        public Node? Older;
    }
}
