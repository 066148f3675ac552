using MadLab.Persistence.Stores;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence;

/// <summary>One owner's documents on a context of the host's, read and written in whatever transaction that context has open.</summary>
public sealed class MadLabStores
{
    internal MadLabStores(DbContext context, string owner, TimeProvider time)
    {
        var session = new HostSession(context);
        Workspaces = new EfWorkspaceStore<DbContext>(session, time, owner);
        Templates = new EfTemplateStore<DbContext>(session, time, owner);
        Preferences = new EfPreferencesStore<DbContext>(session, time, owner);
    }

    /// <summary>The owner's workspaces.</summary>
    public IWorkspaceStore Workspaces { get; }

    /// <summary>The owner's templates.</summary>
    public ITemplateStore Templates { get; }

    /// <summary>The owner's preferences.</summary>
    public IPreferencesStore Preferences { get; }
}
