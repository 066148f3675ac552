using System.Data.Common;
using MadLab.Persistence.Backup;
using MadLab.Persistence.Statements;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Database;

/// <summary>What differs from engine to engine; this one knows nothing and belongs to the host.</summary>
internal class DatabaseEngine
{
    /// <summary>Whether the schema is ours to check and migrate; a host's context is the host's.</summary>
    public virtual bool OwnsSchema => false;

    /// <summary>Whether pending migrations are applied at start, and not only to an empty database.</summary>
    public virtual bool MigratesAtStart => false;

    /// <summary>How long a migration may take, waiting for others included.</summary>
    public virtual TimeSpan MigrationTimeout => TimeSpan.FromMinutes(10);

    /// <summary>Whether documents outlast the process; null asks the connection.</summary>
    public virtual bool? IsDurable => null;

    /// <summary>Makes the database there is to connect to.</summary>
    public virtual Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Keeps other processes from migrating until disposed.</summary>
    public virtual ValueTask<IAsyncDisposable?> LockForMigrationAsync(DbContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IAsyncDisposable?>(null);

    /// <summary>How the database is copied and put back; null where that is the host's business.</summary>
    public virtual EngineBackup? Backup => null;

    /// <summary>Connections for statements written by hand; null where only the context's model knows the tables.</summary>
    public virtual StatementSource? Statements => null;

    /// <summary>Whether a failure may be one of every other call too, so that the database has to be looked at again before the next.</summary>
    public virtual bool IsLost(DbException exception) => true;

    /// <summary>Whether a failed write says that no write can succeed now, though reads may: a full disk, a database that is read-only.</summary>
    public virtual bool RefusesWrites(DbException exception) => false;

    /// <summary>What a failure means, for a client: no path, no SQL, no connection string. Null where this engine does not know.</summary>
    public virtual string? Describe(DbException exception) => null;
}
