namespace MadLab.Stores.Memory;

/// <summary>Preferences in memory.</summary>
internal sealed class MemoryPreferencesStore(MemoryDocuments documents) : IPreferencesStore
{
    private VersionedPreferences _current = new(new Preferences(), Version: 0);

    /// <summary>Names this run of the process: versions of different runs cannot be compared.</summary>
    public string Epoch { get; } = DocumentTag.MarkOf(StoreLimits.NewId());

    public Task<VersionedPreferences> GetAsync(CancellationToken cancellationToken = default)
    {
        lock (documents.Gate)
        {
            return Task.FromResult(_current);
        }
    }

    public Task<long> PutAsync(Preferences preferences, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        lock (documents.Gate)
        {
            StoreLimits.ThrowIfChanged("preferences", _current.Version, expectedVersion);
            _current = new VersionedPreferences(preferences, _current.Version + 1);
            return Task.FromResult(_current.Version);
        }
    }
}
