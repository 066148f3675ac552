namespace MadLab;

/// <summary>Keeps the preferences of one owner. A returned write is committed.</summary>
/// <remarks>The one in the services is that of the owner whom all share; others are reached by <see cref="OwnedBy"/>.</remarks>
public interface IPreferencesStore
{
    /// <summary>The preferences of another owner, in the same store.</summary>
    /// <param name="owner">As <see cref="IMadLabOwner"/> gives it: at most 200 characters, empty for the owner whom all share.</param>
    /// <exception cref="ArgumentException">The owner cannot be one.</exception>
    IPreferencesStore OwnedBy(string owner);

    /// <summary>The preferences; all null when nothing was chosen, version 0.</summary>
    Task<VersionedPreferences> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the preferences, whole.</summary>
    /// <param name="preferences">The preferences.</param>
    /// <param name="expectedVersion">The version the writer read; null writes whatever it is.</param>
    /// <param name="cancellationToken">Ends the write before it is committed.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="StoreException">Somebody wrote in between, or the store is full or unavailable.</exception>
    Task<long> PutAsync(Preferences preferences, long? expectedVersion = null, CancellationToken cancellationToken = default);
}
