using System.Text.Json;

namespace MadLab;

/// <summary>Keeps the workspaces of one owner. A returned write is committed.</summary>
/// <remarks>The one in the services is that of the owner whom all share; others are reached by <see cref="OwnedBy"/>. To all but its owner a workspace is not there.</remarks>
public interface IWorkspaceStore
{
    /// <summary>The workspaces of another owner, in the same store.</summary>
    /// <param name="owner">As <see cref="IMadLabOwner"/> gives it: at most 200 characters, empty for the owner whom all share.</param>
    /// <exception cref="ArgumentException">The owner cannot be one.</exception>
    IWorkspaceStore OwnedBy(string owner);

    /// <summary>Workspaces, the last created first.</summary>
    /// <param name="limit">The most to return.</param>
    /// <param name="cursor">Where to begin, from the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="FormatException">The cursor is not one of ours.</exception>
    Task<WorkspacePage> ListAsync(int limit, string? cursor = null, CancellationToken cancellationToken = default);

    /// <summary>One workspace; null when there is none.</summary>
    Task<Workspace?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Creates a workspace, version 1.</summary>
    /// <exception cref="StoreException">The store is full or unavailable.</exception>
    Task<Workspace> CreateAsync(string title, JsonElement data, CancellationToken cancellationToken = default);

    /// <summary>Changes what is given, as one whole; writers of different members both stay. Null when there is none.</summary>
    /// <param name="id">The key.</param>
    /// <param name="change">What changes.</param>
    /// <param name="expectedVersion">The version the writer read; null writes whatever it is.</param>
    /// <param name="cancellationToken">Ends the write before it is committed.</param>
    /// <exception cref="StoreException">Somebody wrote in between, or the store is full or unavailable.</exception>
    Task<Workspace?> UpdateAsync(string id, WorkspaceChange change, long? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a workspace; false when there was none.</summary>
    /// <exception cref="StoreException">Somebody wrote in between, or the store is unavailable.</exception>
    Task<bool> DeleteAsync(string id, long? expectedVersion = null, CancellationToken cancellationToken = default);
}
