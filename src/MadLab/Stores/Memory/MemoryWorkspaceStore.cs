using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace MadLab.Stores.Memory;

/// <summary>Workspaces in memory, as UTF-8 rather than as parsed elements, so that the budget counts what is held.</summary>
internal sealed class MemoryWorkspaceStore : IWorkspaceStore
{
    private readonly MemoryDocuments _documents;
    private readonly Dictionary<(string Owner, string Id), Entry> _entries;
    private readonly string _owner;

    public MemoryWorkspaceStore(MemoryDocuments documents)
        : this(documents, [], StoreOwners.Shared)
    {
    }

    private MemoryWorkspaceStore(MemoryDocuments documents, Dictionary<(string Owner, string Id), Entry> entries, string owner)
    {
        _documents = documents;
        _entries = entries;
        _owner = owner;
    }

    public IWorkspaceStore OwnedBy(string owner) => new MemoryWorkspaceStore(_documents, _entries, StoreOwners.Check(owner));

    public Task<WorkspacePage> ListAsync(int limit, string? cursor = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var before = cursor is null ? long.MaxValue : ParseCursor(cursor);
        Entry[] entries;
        lock (_documents.Gate)
        {
            entries = [.. _entries.Values.Where(e => e.Owner == _owner && e.Sequence < before).OrderByDescending(e => e.Sequence).Take(limit + 1)];
        }

        // Entries never change once made, so they are parsed outside the lock.
        var items = new List<Workspace>(Math.Min(limit, entries.Length));
        long bytes = 0;
        foreach (var entry in entries)
        {
            if (items.Count == limit || bytes >= StoreLimits.MaxPageBytes)
            {
                var last = entries[items.Count - 1].Sequence.ToString(CultureInfo.InvariantCulture);
                return Task.FromResult(new WorkspacePage(items, last));
            }

            items.Add(entry.ToWorkspace());
            bytes += entry.Data.Length;
        }

        return Task.FromResult(new WorkspacePage(items, NextCursor: null));
    }

    public Task<Workspace?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        Entry? entry;
        lock (_documents.Gate)
        {
            _entries.TryGetValue((_owner, id), out entry);
        }

        return Task.FromResult(entry?.ToWorkspace());
    }

    public Task<Workspace> CreateAsync(string title, JsonElement data, CancellationToken cancellationToken = default)
    {
        var id = StoreLimits.NewId();
        var bytes = JsonMarshal.GetRawUtf8Value(data).ToArray();
        lock (_documents.Gate)
        {
            var now = _documents.Now();
            var entry = new Entry(_owner, _documents.NextSequence(), id, title, bytes, Version: 1, now, now);
            _documents.Reserve(1, entry.Size);
            _entries.Add((_owner, id), entry);
            return Task.FromResult(entry.ToWorkspace());
        }
    }

    public Task<Workspace?> UpdateAsync(string id, WorkspaceChange change, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var bytes = change.Data is { } data ? JsonMarshal.GetRawUtf8Value(data).ToArray() : null;
        lock (_documents.Gate)
        {
            if (!_entries.TryGetValue((_owner, id), out var entry))
            {
                return Task.FromResult<Workspace?>(null);
            }

            StoreLimits.ThrowIfChanged("workspace", entry.Version, expectedVersion);
            if (change.Title is not null || bytes is not null)
            {
                var changed = entry with
                {
                    Title = change.Title ?? entry.Title,
                    Data = bytes ?? entry.Data,
                    Version = entry.Version + 1,
                    UpdatedAt = _documents.Now(),
                };
                _documents.Reserve(0, changed.Size - entry.Size);
                _entries[(_owner, id)] = entry = changed;
            }

            return Task.FromResult<Workspace?>(entry.ToWorkspace());
        }
    }

    public Task<bool> DeleteAsync(string id, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        lock (_documents.Gate)
        {
            if (!_entries.TryGetValue((_owner, id), out var entry))
            {
                return Task.FromResult(false);
            }

            StoreLimits.ThrowIfChanged("workspace", entry.Version, expectedVersion);
            _entries.Remove((_owner, id));
            _documents.Reserve(-1, -entry.Size);
            return Task.FromResult(true);
        }
    }

    private static long ParseCursor(string cursor) =>
        long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : throw new FormatException("The cursor is not one of this store's.");

    private sealed record Entry(
        string Owner, long Sequence, string Id, string Title, byte[] Data, long Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    {
        public long Size => Data.Length + Encoding.UTF8.GetByteCount(Title) + Encoding.UTF8.GetByteCount(Owner);

        public Workspace ToWorkspace() => new()
        {
            Id = Id,
            Title = Title,
            Data = JsonElement.Parse(Data),
            Version = Version,
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
        };
    }
}
