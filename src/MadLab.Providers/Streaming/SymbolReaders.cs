namespace MadLab.Providers;

/// <summary>Who reads which symbol.</summary>
internal sealed class SymbolReaders : IQuoteSink
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Symbol, Entry> _entries = [];
    private long _generation;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count == 0;
            }
        }
    }

    /// <summary>The symbols to be subscribed upstream; a symbol that left and came back has another number.</summary>
    public Dictionary<Symbol, long> Wanted
    {
        get
        {
            lock (_gate)
            {
                return _entries.ToDictionary(e => e.Key, e => e.Value.Generation);
            }
        }
    }

    public void Add(SymbolReader reader)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(reader.Symbol, out var entry))
            {
                _entries.Add(reader.Symbol, entry = new Entry(++_generation));
            }

            entry.Readers.Add(reader);
            if (entry.Last is { } last)
            {
                reader.Publish(last);
            }
        }
    }

    public void Remove(SymbolReader reader)
    {
        lock (_gate)
        {
            // Its entry may be another by now: one that failed was taken off with its entry.
            if (_entries.TryGetValue(reader.Symbol, out var entry) && entry.Readers.Remove(reader) && entry.Readers.Count == 0)
            {
                _entries.Remove(reader.Symbol);
            }
        }
    }

    public void Publish(Quote quote)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(quote.Symbol, out var entry))
            {
                entry.Last = quote;
                entry.Readers.ForEach(reader => reader.Publish(quote));
            }
        }
    }

    public Quote? Last(Symbol symbol)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(symbol, out var entry) ? entry.Last : null;
        }
    }

    public void Fail(Symbol symbol, MarketDataException failure)
    {
        lock (_gate)
        {
            if (_entries.Remove(symbol, out var entry))
            {
                entry.Readers.ForEach(reader => reader.Fail(failure));
            }
        }
    }

    /// <summary>Ends all sequences.</summary>
    public void FailAll(MarketDataException failure)
    {
        lock (_gate)
        {
            foreach (var entry in _entries.Values)
            {
                entry.Readers.ForEach(reader => reader.Fail(failure));
            }

            _entries.Clear();
        }
    }

    private sealed class Entry(long generation)
    {
        public long Generation => generation;

        public List<SymbolReader> Readers { get; } = [];

        public Quote? Last { get; set; }
    }
}
