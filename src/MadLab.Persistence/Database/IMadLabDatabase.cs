namespace MadLab.Persistence;

/// <summary>The database behind the stores, for whoever migrates it. Not registered where documents live in memory.</summary>
public interface IMadLabDatabase
{
    /// <summary>The migrations that the database lacks, in order; all of them when it does not exist yet.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="StoreException">The database cannot be reached; the message has no secret.</exception>
    Task<IReadOnlyList<string>> GetPendingMigrationsAsync(CancellationToken cancellationToken = default);

    /// <summary>Applies what is pending; safe to call twice, and from several processes at once.</summary>
    /// <remarks>On a host's own context (<c>UseDbContext</c>) these are the host's own migrations, all of them.</remarks>
    /// <param name="cancellationToken">Ends the migration; what is not committed is undone.</param>
    /// <exception cref="StoreException">The database cannot be reached or migrated; the message has no secret.</exception>
    Task MigrateAsync(CancellationToken cancellationToken = default);
}
