using System.Text.Json;
using MadLab.Persistence.Database;
using MadLab.Persistence.Model;
using MadLab.Persistence.Statements;
using MadLab.Stores;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Stores;

/// <summary>One owner's workspaces in a database of our own schema: by statements where they may stand alone, through the model otherwise.</summary>
internal sealed class StatementWorkspaceStore<TContext> : IWorkspaceStore
    where TContext : DbContext
{
    private readonly StoreSession<TContext> _session;
    private readonly WorkspaceStatements _statements;
    private readonly IWorkspaceStore _model;
    private readonly TimeProvider _time;
    private readonly DocumentSize _size;
    private readonly string _owner;

    public StatementWorkspaceStore(StoreSession<TContext> session, WorkspaceStatements statements, IWorkspaceStore model, TimeProvider time)
        : this(session, statements, model, time, new DocumentSize(), StoreOwners.Shared)
    {
    }

    private StatementWorkspaceStore(
        StoreSession<TContext> session, WorkspaceStatements statements, IWorkspaceStore model, TimeProvider time, DocumentSize size, string owner)
    {
        _session = session;
        _statements = statements;
        _model = model;
        _time = time;
        _size = size;
        _owner = owner;
    }

    public IWorkspaceStore OwnedBy(string owner) =>
        new StatementWorkspaceStore<TContext>(_session, _statements, _model.OwnedBy(owner), _time, _size, StoreOwners.Check(owner));

    public Task<WorkspacePage> ListAsync(int limit, string? cursor = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var before = cursor is null ? long.MaxValue : WorkspacePages.ParseCursor(cursor);
        return _session.AskAsync("workspaces.list", cancel => WorkspacePages.ReadAsync(
            limit, before, _size, (from, take) => _statements.PageAsync(_owner, from, take, cancel), cancel), cancellationToken);
    }

    public Task<Workspace?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Keys.IsPossible(id)
            ? _session.AskAsync("workspaces.find", cancel => FindCoreAsync(id, cancel), cancellationToken)
            : Task.FromResult<Workspace?>(null);
    }

    public Task<Workspace> CreateAsync(string title, JsonElement data, CancellationToken cancellationToken = default)
    {
        if (!_statements.CommitsAlone)
        {
            return _model.CreateAsync(title, data, cancellationToken);
        }

        ArgumentNullException.ThrowIfNull(title);
        var text = data.GetRawText();
        var now = Keys.Now(_time);
        var row = new WorkspaceEntity { Id = StoreLimits.NewId(), Owner = _owner, Title = title, Data = text, Version = 1, CreatedAt = now, UpdatedAt = now };
        return _session.ChangeAsync("workspaces.create", async cancel =>
        {
            await _statements.InsertAsync(row, cancel).ConfigureAwait(false);
            return WorkspacePages.ToWorkspace(row);
        }, cancellationToken);
    }

    public Task<Workspace?> UpdateAsync(string id, WorkspaceChange change, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(change);
        if (!_statements.CommitsAlone || !Keys.IsPossible(id) || change is { Title: null, Data: null })
        {
            return _model.UpdateAsync(id, change, expectedVersion, cancellationToken);
        }

        // It changes what is given and nothing else, so writers of different members both stay.
        var data = change.Data?.GetRawText();
        return _session.ChangeAsync<Workspace?>("workspaces.update", async cancel =>
        {
            var row = await _statements.UpdateAsync(_owner, id, change.Title, data, expectedVersion, Keys.Now(_time), cancel).ConfigureAwait(false);
            if (row is not null)
            {
                return WorkspacePages.ToWorkspace(row);
            }

            return await IsThereInAnotherVersionAsync(id, expectedVersion, cancel).ConfigureAwait(false) ? throw StoreLimits.Conflict("workspace") : null;
        }, cancellationToken);
    }

    public Task<bool> DeleteAsync(string id, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!_statements.CommitsAlone || !Keys.IsPossible(id))
        {
            return _model.DeleteAsync(id, expectedVersion, cancellationToken);
        }

        return _session.ChangeAsync("workspaces.delete", async cancel =>
        {
            if (await _statements.DeleteAsync(_owner, id, expectedVersion, cancel).ConfigureAwait(false))
            {
                return true;
            }

            return await IsThereInAnotherVersionAsync(id, expectedVersion, cancel).ConfigureAwait(false) ? throw StoreLimits.Conflict("workspace") : false;
        }, cancellationToken);
    }

    /// <summary>Why nothing was written: without a version asked for, there was nothing.</summary>
    private async Task<bool> IsThereInAnotherVersionAsync(string id, long? expectedVersion, CancellationToken cancellationToken) =>
        expectedVersion is not null && await _statements.FindAsync(_owner, id, cancellationToken).ConfigureAwait(false) is not null;

    private async Task<Workspace?> FindCoreAsync(string id, CancellationToken cancellationToken) =>
        await _statements.FindAsync(_owner, id, cancellationToken).ConfigureAwait(false) is { } row ? WorkspacePages.ToWorkspace(row) : null;
}
