namespace MadLab.Benchmarks.Cache;

/// <summary>The textbook's: a dictionary and a list under one lock.</summary>
internal sealed class LruUnderTest(int capacity) : ICacheUnderTest
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, LinkedListNode<int>> _nodes = new(capacity);
    private readonly LinkedList<int> _order = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _nodes.Count;
            }
        }
    }

    public bool TryGet(int key)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(key, out var node))
            {
                return false;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            return true;
        }
    }

    public void Set(int key)
    {
        lock (_gate)
        {
            if (_nodes.ContainsKey(key))
            {
                return;
            }

            if (_nodes.Count >= capacity)
            {
                _nodes.Remove(_order.Last!.Value);
                _order.RemoveLast();
            }

            _nodes.Add(key, _order.AddFirst(key));
        }
    }

    public void Dispose()
    {
    }
}
