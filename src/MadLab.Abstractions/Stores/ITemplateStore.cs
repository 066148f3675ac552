namespace MadLab;

/// <summary>Keeps the templates of one owner by name. A returned write is committed.</summary>
/// <remarks>The one in the services is that of the owner whom all share; others are reached by <see cref="OwnedBy"/>. To all but its owner a template is not there.</remarks>
public interface ITemplateStore
{
    /// <summary>The templates of another owner, in the same store.</summary>
    /// <param name="owner">As <see cref="IMadLabOwner"/> gives it: at most 200 characters, empty for the owner whom all share.</param>
    /// <exception cref="ArgumentException">The owner cannot be one.</exception>
    ITemplateStore OwnedBy(string owner);

    /// <summary>All templates, the last created first.</summary>
    Task<IReadOnlyList<Template>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One template; null when there is none.</summary>
    Task<Template?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Creates the template or replaces the one of the same name, whole.</summary>
    /// <param name="draft">The template.</param>
    /// <param name="expectedVersion">The version the writer read; null writes whatever it is.</param>
    /// <param name="expectedId">The id of the template the writer read; null writes to whichever has the name. One made again under the name of a deleted one has another.</param>
    /// <param name="cancellationToken">Ends the write before it is committed.</param>
    /// <exception cref="StoreException">Somebody wrote in between, or the store is full or unavailable.</exception>
    Task<Template> UpsertAsync(TemplateDraft draft, long? expectedVersion = null, string? expectedId = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a template; false when there was none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expectedVersion">The version the writer read; null deletes whatever it is.</param>
    /// <param name="expectedId">The id of the template the writer read; null deletes whichever has the name.</param>
    /// <param name="cancellationToken">Ends the write before it is committed.</param>
    /// <exception cref="StoreException">Somebody wrote in between, or the store is unavailable.</exception>
    Task<bool> DeleteAsync(string name, long? expectedVersion = null, string? expectedId = null, CancellationToken cancellationToken = default);
}
