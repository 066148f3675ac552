namespace MadLab.Persistence.PostgreSql;

/// <summary>
/// How the PostgreSQL store behaves; bound from <c>MadLab:Persistence</c>. What concerns connections (pool size, time limits, TLS) is
/// in the connection string.
/// </summary>
public sealed class PostgreSqlStoreOptions
{
    /// <summary>The section of the configuration these are read from.</summary>
    public const string SectionName = "MadLab:Persistence";

    /// <summary>
    /// The schema of the tables and of their migration history, made where it is missing; statements name it, so the search path does
    /// not matter. Up to 63 bytes, not beginning with <c>pg_</c>; the default is <c>public</c>.
    /// </summary>
    public string Schema { get; set; } = "public";

    /// <summary>How long applying migrations may take, waiting for another process that migrates included. 1 second to 1 hour; the default is 30 seconds.</summary>
    public TimeSpan MigrationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether a database with pending migrations is migrated when the host starts; the default is false, and the store is unavailable
    /// until somebody migrates. An empty one always gets its schema.
    /// </summary>
    public bool MigrateAtStart { get; set; }
}
