namespace MadLab;

/// <summary>Keeps templates by name. A returned write is committed.</summary>
public interface ITemplateStore
{
    /// <summary>All templates, the last created first.</summary>
    Task<IReadOnlyList<Template>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One template; null when there is none.</summary>
    Task<Template?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Creates the template or replaces the one of the same name, whole.</summary>
    /// <param name="draft">The template.</param>
    /// <param name="expectedVersion">The version the writer read; null writes whatever it is.</param>
    /// <param name="cancellationToken">Ends the write before it is committed.</param>
    /// <exception cref="StoreException">Somebody wrote in between, or the store is full or unavailable.</exception>
    Task<Template> UpsertAsync(TemplateDraft draft, long? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a template; false when there was none.</summary>
    /// <exception cref="StoreException">Somebody wrote in between, or the store is unavailable.</exception>
    Task<bool> DeleteAsync(string name, long? expectedVersion = null, CancellationToken cancellationToken = default);
}
