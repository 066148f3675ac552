using System.Text.Json;
using MadLab.Persistence.Database;
using MadLab.Persistence.Model;
using MadLab.Stores;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Stores;

/// <summary>One owner's workspaces in a database.</summary>
internal sealed class EfWorkspaceStore<TContext> : IWorkspaceStore
    where TContext : DbContext
{
    private readonly IStoreSession<TContext> _session;
    private readonly TimeProvider _time;
    private readonly Find _find;
    private readonly DocumentSize _size;
    private readonly string _owner;

    public EfWorkspaceStore(StoreSession<TContext> session, DatabaseEngine engine, TimeProvider time)
        : this(session, time, engine.OwnsSchema ? CompileFind() : FindAnywhereAsync, new DocumentSize(), StoreOwners.Shared)
    {
    }

    internal EfWorkspaceStore(IStoreSession<TContext> session, TimeProvider time, string owner)
        : this(session, time, FindAnywhereAsync, new DocumentSize(), owner)
    {
    }

    private EfWorkspaceStore(IStoreSession<TContext> session, TimeProvider time, Find find, DocumentSize size, string owner)
    {
        _session = session;
        _time = time;
        _find = find;
        _size = size;
        _owner = owner;
    }

    private delegate Task<WorkspaceEntity?> Find(TContext context, string owner, string id, CancellationToken cancellationToken);

    public IWorkspaceStore OwnedBy(string owner) => new EfWorkspaceStore<TContext>(_session, _time, _find, _size, StoreOwners.Check(owner));

    public Task<WorkspacePage> ListAsync(int limit, string? cursor = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var before = cursor is null ? long.MaxValue : WorkspacePages.ParseCursor(cursor);
        return _session.ReadAsync("workspaces.list", (context, cancel) => WorkspacePages.ReadAsync(
            limit,
            before,
            _size,
            (from, take) => Owned(context).Where(e => e.Sequence < from).OrderByDescending(e => e.Sequence).Take((int)take).AsAsyncEnumerable(),
            cancel), cancellationToken);
    }

    public Task<Workspace?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Keys.IsPossible(id)
            ? _session.ReadAsync("workspaces.find", (context, cancel) => FindAsync(context, id, cancel), cancellationToken)
            : Task.FromResult<Workspace?>(null);
    }

    public Task<Workspace> CreateAsync(string title, JsonElement data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        var id = StoreLimits.NewId();
        var text = data.GetRawText();
        return _session.WriteAsync("workspaces.create", async (context, cancel) =>
        {
            var now = Keys.Now(_time);
            var row = new WorkspaceEntity { Id = id, Owner = _owner, Title = title, Data = text, Version = 1, CreatedAt = now, UpdatedAt = now };
            await context.InsertAsync(row, cancel).ConfigureAwait(false);
            return WorkspacePages.ToWorkspace(row);
        }, cancellationToken);
    }

    public Task<Workspace?> UpdateAsync(string id, WorkspaceChange change, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(change);
        if (!Keys.IsPossible(id))
        {
            return Task.FromResult<Workspace?>(null);
        }

        var title = change.Title;
        var data = change.Data?.GetRawText();
        return _session.WriteAsync("workspaces.update", async (context, cancel) =>
        {
            if (title is null && data is null)
            {
                var current = await FindAsync(context, id, cancel).ConfigureAwait(false);
                if (current is not null)
                {
                    StoreLimits.ThrowIfChanged("workspace", current.Version, expectedVersion);
                }

                return current;
            }

            // One statement: it changes what is given and nothing else, so writers of different members both stay.
            var now = Keys.Now(_time);
            var written = await Expected(Owned(context).Where(e => e.Id == id), expectedVersion).ExecuteUpdateAsync(set =>
            {
                set.SetProperty(e => e.Version, e => e.Version + 1).SetProperty(e => e.UpdatedAt, e => now);
                if (title is not null)
                {
                    set.SetProperty(e => e.Title, e => title);
                }

                if (data is not null)
                {
                    set.SetProperty(e => e.Data, e => data);
                }
            }, cancel).ConfigureAwait(false);

            var workspace = await FindAsync(context, id, cancel).ConfigureAwait(false);
            return written == 0 && workspace is not null ? throw StoreLimits.Conflict("workspace") : workspace;
        }, cancellationToken);
    }

    public Task<bool> DeleteAsync(string id, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!Keys.IsPossible(id))
        {
            return Task.FromResult(false);
        }

        return _session.WriteAsync("workspaces.delete", async (context, cancel) =>
        {
            var row = Owned(context).Where(e => e.Id == id);
            if (await Expected(row, expectedVersion).ExecuteDeleteAsync(cancel).ConfigureAwait(false) > 0)
            {
                return true;
            }

            return expectedVersion is not null && await row.AnyAsync(cancel).ConfigureAwait(false)
                ? throw StoreLimits.Conflict("workspace")
                : false;
        }, cancellationToken);
    }

    private IQueryable<WorkspaceEntity> Owned(TContext context) => Owned(context, _owner);

    private static IQueryable<WorkspaceEntity> Owned(TContext context, string owner) =>
        context.Set<WorkspaceEntity>().AsNoTracking().Where(e => e.Owner == owner);

    private static IQueryable<WorkspaceEntity> Expected(IQueryable<WorkspaceEntity> rows, long? version) =>
        version is { } expected ? rows.Where(e => e.Version == expected) : rows;

    /// <summary>Most calls end in this query. Compiled once, it costs half; but then it holds for one model, and a host's context may have several.</summary>
    private static Find CompileFind()
    {
        var query = EF.CompileAsyncQuery((TContext context, string owner, string id, CancellationToken _) =>
            context.Set<WorkspaceEntity>().AsNoTracking().FirstOrDefault(e => e.Owner == owner && e.Id == id));
        return new Find(query);
    }

    private static Task<WorkspaceEntity?> FindAnywhereAsync(TContext context, string owner, string id, CancellationToken cancellationToken) =>
        Owned(context, owner).FirstOrDefaultAsync(e => e.Id == id, cancellationToken);

    private async Task<Workspace?> FindAsync(TContext context, string id, CancellationToken cancellationToken) =>
        await _find(context, _owner, id, cancellationToken).ConfigureAwait(false) is { } row ? WorkspacePages.ToWorkspace(row) : null;
}
