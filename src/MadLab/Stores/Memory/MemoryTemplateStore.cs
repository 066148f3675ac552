using System.Text;
using System.Text.Json;

namespace MadLab.Stores.Memory;

/// <summary>Templates in memory; their widgets as UTF-8, so that the budget counts what is held.</summary>
internal sealed class MemoryTemplateStore(MemoryDocuments documents) : ITemplateStore
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<Template>> ListAsync(CancellationToken cancellationToken = default)
    {
        Entry[] entries;
        lock (documents.Gate)
        {
            entries = [.. _entries.Values.OrderByDescending(e => e.Sequence)];
        }

        return Task.FromResult<IReadOnlyList<Template>>(Array.ConvertAll(entries, e => e.ToTemplate()));
    }

    public Task<Template?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        Entry? entry;
        lock (documents.Gate)
        {
            _entries.TryGetValue(name, out entry);
        }

        return Task.FromResult(entry?.ToTemplate());
    }

    public Task<Template> UpsertAsync(TemplateDraft draft, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var widgets = WidgetJson.ToUtf8(draft.Widgets);
        lock (documents.Gate)
        {
            _entries.TryGetValue(draft.Name, out var earlier);

            // Version 0 is that of a template nobody has made yet.
            StoreLimits.ThrowIfChanged("template", earlier?.Version ?? 0, expectedVersion);
            var now = documents.Now();
            var entry = new Entry(
                earlier?.Sequence ?? documents.NextSequence(),
                earlier?.Id ?? StoreLimits.NewId(),
                draft.Name,
                draft.Kind,
                draft.Title,
                widgets,
                (earlier?.Version ?? 0) + 1,
                earlier?.CreatedAt ?? now,
                now);
            documents.Reserve(earlier is null ? 1 : 0, entry.Size - (earlier?.Size ?? 0));
            _entries[draft.Name] = entry;
            return Task.FromResult(entry.ToTemplate());
        }
    }

    public Task<bool> DeleteAsync(string name, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        lock (documents.Gate)
        {
            if (!_entries.TryGetValue(name, out var entry))
            {
                return Task.FromResult(false);
            }

            StoreLimits.ThrowIfChanged("template", entry.Version, expectedVersion);
            _entries.Remove(name);
            documents.Reserve(-1, -entry.Size);
            return Task.FromResult(true);
        }
    }

    private sealed record Entry(
        long Sequence, string Id, string Name, string Kind, string Title, byte[] Widgets, long Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    {
        public long Size =>
            Widgets.Length + Encoding.UTF8.GetByteCount(Name) + Encoding.UTF8.GetByteCount(Kind) + Encoding.UTF8.GetByteCount(Title);

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
