namespace MadLab;

/// <summary>Keeps preferences. A returned write is committed.</summary>
public interface IPreferencesStore
{
    /// <summary>The preferences; all null when nothing was chosen, version 0.</summary>
    Task<VersionedPreferences> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the preferences, whole.</summary>
    /// <param name="preferences">The preferences.</param>
    /// <param name="expectedVersion">The version the writer read; null writes whatever it is.</param>
    /// <param name="cancellationToken">Ends the write before it is committed.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="StoreException">Somebody wrote in between, or the store is unavailable.</exception>
    Task<long> PutAsync(Preferences preferences, long? expectedVersion = null, CancellationToken cancellationToken = default);
}
