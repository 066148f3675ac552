namespace MadLab.Persistence;

/// <summary>The database behind the stores, for whoever migrates it. Not registered where documents live in memory.</summary>
public interface IMadLabDatabase
{
    /// <summary>The migrations that the database lacks, in order; all of them when it does not exist yet.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="StoreException">The database cannot be reached; the message has no secret.</exception>
    Task<IReadOnlyList<string>> GetPendingMigrationsAsync(CancellationToken cancellationToken = default);

    /// <summary>How the schema stands to this version: what it lacks, what a newer version added, and whether this one can serve it.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="StoreException">The database cannot be reached; the message has no secret.</exception>
    Task<SchemaStatus> GetSchemaAsync(CancellationToken cancellationToken = default);

    /// <summary>The migrations as SQL, for who applies them by hand; idempotent but on SQLite, where the first line says so. The database is not asked.</summary>
    /// <param name="from">The newest migration that the database has; null for an empty one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException"><paramref name="from"/> is no migration of this version; the message names those there are.</exception>
    Task<string> GetMigrationScriptAsync(string? from = null, CancellationToken cancellationToken = default);

    /// <summary>Applies what is pending; safe to call twice, and from several processes at once.</summary>
    /// <remarks>On a host's own context (<c>UseDbContext</c>) these are the host's own migrations, all of them.</remarks>
    /// <param name="cancellationToken">Ends the migration; what is not committed is undone.</param>
    /// <exception cref="StoreException">The database cannot be reached or migrated, or only a newer version can serve it; the message has no secret.</exception>
    Task MigrateAsync(CancellationToken cancellationToken = default);
}
