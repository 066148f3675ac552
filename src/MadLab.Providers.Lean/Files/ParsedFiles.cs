namespace MadLab.Providers.Lean.Files;

/// <summary>What was read from files, kept until the file changes; past the limit the least recently used leaves.</summary>
/// <typeparam name="T">What a file becomes.</typeparam>
internal sealed class ParsedFiles<T>(DataFolder folder, int capacity, Func<Stream, string, T> parse)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();

    /// <summary>How many files are held.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The contents of a file; null when the directory has none of this name.</summary>
    /// <exception cref="MarketDataException">The file is unreadable or broken.</exception>
    public T? Get(string directory, string name)
    {
        if (!folder.Contains(directory, name))
        {
            return null;
        }

        var file = $"{directory}/{name}";

        // Taken before reading: a file that is replaced meanwhile is read again next time.
        if (folder.Stamp(file) is not { } stamp)
        {
            return null;
        }

        lock (_gate)
        {
            if (_entries.TryGetValue(file, out var node) && node.Value.Stamp == stamp)
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Content;
            }
        }

        var content = folder.Read(file, stream => parse(stream, file));
        lock (_gate)
        {
            if (_entries.Remove(file, out var old))
            {
                _byUse.Remove(old);
            }

            _entries[file] = _byUse.AddFirst(new Entry(file, stamp, content));
            if (_entries.Count > capacity)
            {
                _entries.Remove(_byUse.Last!.Value.File);
                _byUse.RemoveLast();
            }
        }

        return content;
    }

    private sealed record Entry(string File, FileStamp Stamp, T Content);
}
