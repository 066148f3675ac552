namespace MadLab.Metrics;

/// <summary>One instrument and its series by tags. Finding a series takes no lock and allocates nothing.</summary>
internal sealed class MetricFamily
{
    /// <summary>The most series; what comes with further tags counts in one series of its own, marked as overflow.</summary>
    public const int MaxSeries = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, MetricSeries> _byLabels = new(StringComparer.Ordinal);

    // Open addressing with room to spare; grown by replacing it, so a reader always sees a whole table.
    private volatile Entry?[] _table = new Entry?[16];
    private volatile MetricSeries[] _series = [];
    private volatile MetricSeries? _overflow;

    // What was found last: most measurements of an instrument are of one series, and to see that is half the way to it.
    private Entry? _recent;
    private int _entries;

    public MetricFamily(string name, string? unit, string? description, MetricKind kind)
    {
        Name = name;
        Kind = kind;
        Description = string.IsNullOrWhiteSpace(description) ? name : description;
        PrometheusName = PrometheusNames.Family(name, unit, kind);
    }

    public string Name { get; }

    public string PrometheusName { get; }

    public string Description { get; }

    public MetricKind Kind { get; }

    public IReadOnlyList<MetricSeries> Series => _series;

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Find(tags).Record(value);

    public void Sample(int slot)
    {
        foreach (var series in _series)
        {
            series.Sample(slot);
        }
    }

    private static void Insert(Entry?[] table, Entry entry)
    {
        var i = entry.Hash & (table.Length - 1);
        while (table[i] is not null)
        {
            i = (i + 1) & (table.Length - 1);
        }

        Volatile.Write(ref table[i], entry);
    }

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_recent is { } recent && Tags.AreIdentical(recent.Tags, tags))
        {
            return recent.Series;
        }

        var hash = Tags.Hash(tags);
        if (Lookup(hash, tags) is { } entry)
        {
            _recent = entry;
            return entry.Series;
        }

        return _overflow ?? Add(hash, tags);
    }

    private Entry? Lookup(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var table = _table;
        for (var i = hash & (table.Length - 1); table[i] is { } entry; i = (i + 1) & (table.Length - 1))
        {
            if (entry.Hash == hash && Tags.Same(entry.Tags, tags))
            {
                return entry;
            }
        }

        return null;
    }

    private MetricSeries Add(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            if (Lookup(hash, tags) is { } found)
            {
                return found.Series;
            }

            if (_entries >= MaxSeries)
            {
                return _overflow ??= GetOrCreate([new("otel.metric.overflow", true)]);
            }

            var copy = tags.ToArray();
            var series = GetOrCreate(copy);
            if (++_entries * 2 > _table.Length)
            {
                var larger = new Entry?[_table.Length * 2];
                foreach (var entry in _table)
                {
                    if (entry is not null)
                    {
                        Insert(larger, entry);
                    }
                }

                _table = larger;
            }

            Insert(_table, new Entry(hash, copy, series));
            return series;
        }
    }

    private MetricSeries GetOrCreate(KeyValuePair<string, object?>[] tags)
    {
        // By labels, so that the same tags in another order are the same series.
        var labels = Tags.ToLabels(tags);
        if (_byLabels.TryGetValue(labels, out var known))
        {
            return known;
        }

        MetricSeries series = Kind == MetricKind.Histogram ? new HistogramSeries(tags, labels) : new ValueSeries(Kind, tags, labels);
        _byLabels.Add(labels, series);
        _series = [.. _series, series];
        return series;
    }

    private sealed record Entry(int Hash, KeyValuePair<string, object?>[] Tags, MetricSeries Series);
}
