namespace MadLab.Stores.Memory;

/// <summary>Preferences in memory, one document an owner.</summary>
internal sealed class MemoryPreferencesStore : IPreferencesStore
{
    /// <summary>The most owners whose preferences are kept; they are small, so they have a cap of their own beside the budget of documents.</summary>
    public const int MaxOwners = 10_000;

    private static readonly VersionedPreferences Unwritten = new(new Preferences(), Version: 0);

    private readonly MemoryDocuments _documents;
    private readonly Dictionary<string, VersionedPreferences> _entries;
    private readonly string _owner;

    public MemoryPreferencesStore(MemoryDocuments documents)
        : this(documents, new Dictionary<string, VersionedPreferences>(StringComparer.Ordinal), StoreOwners.Shared, DocumentTag.MarkOf(StoreLimits.NewId()))
    {
    }

    private MemoryPreferencesStore(MemoryDocuments documents, Dictionary<string, VersionedPreferences> entries, string owner, string epoch)
    {
        _documents = documents;
        _entries = entries;
        _owner = owner;
        Epoch = epoch;
    }

    /// <summary>Names this run of the process: versions of different runs cannot be compared.</summary>
    public string Epoch { get; }

    public IPreferencesStore OwnedBy(string owner) => new MemoryPreferencesStore(_documents, _entries, StoreOwners.Check(owner), Epoch);

    public Task<VersionedPreferences> GetAsync(CancellationToken cancellationToken = default)
    {
        lock (_documents.Gate)
        {
            return Task.FromResult(_entries.GetValueOrDefault(_owner, Unwritten));
        }
    }

    public Task<long> PutAsync(Preferences preferences, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        lock (_documents.Gate)
        {
            var earlier = _entries.GetValueOrDefault(_owner, Unwritten);
            StoreLimits.ThrowIfChanged("preferences", earlier.Version, expectedVersion);
            if (earlier.Version == 0 && _entries.Count >= MaxOwners)
            {
                throw new StoreException(StoreErrorKind.Full, $"The memory store holds the preferences of at most {MaxOwners} owners. Keep them in a database instead.");
            }

            _entries[_owner] = new VersionedPreferences(preferences, earlier.Version + 1);
            return Task.FromResult(earlier.Version + 1);
        }
    }
}
