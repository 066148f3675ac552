using System.Text;
using System.Text.Json;

namespace MadLab.Stores.Memory;

/// <summary>Templates in memory; their widgets as UTF-8, so that the budget counts what is held.</summary>
internal sealed class MemoryTemplateStore : ITemplateStore
{
    private readonly MemoryDocuments _documents;
    private readonly Dictionary<(string Owner, string Name), Entry> _entries;
    private readonly string _owner;

    public MemoryTemplateStore(MemoryDocuments documents)
        : this(documents, [], StoreOwners.Shared)
    {
    }

    private MemoryTemplateStore(MemoryDocuments documents, Dictionary<(string Owner, string Name), Entry> entries, string owner)
    {
        _documents = documents;
        _entries = entries;
        _owner = owner;
    }

    public ITemplateStore OwnedBy(string owner) => new MemoryTemplateStore(_documents, _entries, StoreOwners.Check(owner));

    public Task<IReadOnlyList<Template>> ListAsync(CancellationToken cancellationToken = default)
    {
        Entry[] entries;
        lock (_documents.Gate)
        {
            entries = [.. _entries.Values.Where(e => e.Owner == _owner).OrderByDescending(e => e.Sequence)];
        }

        return Task.FromResult<IReadOnlyList<Template>>(Array.ConvertAll(entries, e => e.ToTemplate()));
    }

    public Task<Template?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        Entry? entry;
        lock (_documents.Gate)
        {
            _entries.TryGetValue((_owner, name), out entry);
        }

        return Task.FromResult(entry?.ToTemplate());
    }

    public Task<Template> UpsertAsync(TemplateDraft draft, long? expectedVersion = null, string? expectedId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var widgets = WidgetJson.ToUtf8(draft.Widgets);
        lock (_documents.Gate)
        {
            _entries.TryGetValue((_owner, draft.Name), out var earlier);

            // Version 0 is that of a template nobody has made yet.
            StoreLimits.ThrowIfChanged("template", earlier?.Version ?? 0, expectedVersion);
            ThrowIfAnother(earlier, expectedId);
            var now = _documents.Now();
            var entry = new Entry(
                _owner,
                earlier?.Sequence ?? _documents.NextSequence(),
                earlier?.Id ?? StoreLimits.NewId(),
                draft.Name,
                draft.Kind,
                draft.Title,
                widgets,
                (earlier?.Version ?? 0) + 1,
                earlier?.CreatedAt ?? now,
                now);
            _documents.Reserve(earlier is null ? 1 : 0, entry.Size - (earlier?.Size ?? 0));
            _entries[(_owner, draft.Name)] = entry;
            return Task.FromResult(entry.ToTemplate());
        }
    }

    public Task<bool> DeleteAsync(string name, long? expectedVersion = null, string? expectedId = null, CancellationToken cancellationToken = default)
    {
        lock (_documents.Gate)
        {
            if (!_entries.TryGetValue((_owner, name), out var entry))
            {
                return Task.FromResult(false);
            }

            StoreLimits.ThrowIfChanged("template", entry.Version, expectedVersion);
            ThrowIfAnother(entry, expectedId);
            _entries.Remove((_owner, name));
            _documents.Reserve(-1, -entry.Size);
            return Task.FromResult(true);
        }
    }

    private static void ThrowIfAnother(Entry? entry, string? expectedId)
    {
        if (expectedId is not null && entry?.Id != expectedId)
        {
            throw StoreLimits.Conflict("template");
        }
    }

    private sealed record Entry(
        string Owner,
        long Sequence,
        string Id,
        string Name,
        string Kind,
        string Title,
        byte[] Widgets,
        long Version,
        DateTimeOffset CreatedAt,
        DateTimeOffset UpdatedAt)
    {
        public long Size =>
            Widgets.Length + Encoding.UTF8.GetByteCount(Owner) + Encoding.UTF8.GetByteCount(Name) + Encoding.UTF8.GetByteCount(Kind) + Encoding.UTF8.GetByteCount(Title);

        public Template ToTemplate() => new()
        {
            Id = Id,
            Name = Name,
            Kind = Kind,
            Title = Title,
            Widgets = WidgetJson.Read(JsonElement.Parse(Widgets)),
            Version = Version,
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
        };
    }
}
