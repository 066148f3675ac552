namespace MadLab.Persistence.Sqlite;

/// <summary>
/// How the SQLite store behaves; bound from <c>MadLab:Persistence</c>. Not an option: the write-ahead log and full synchronisation,
/// because an acknowledged write has to outlast the power.
/// </summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The section of the configuration these are read from.</summary>
    public const string SectionName = "MadLab:Persistence";

    /// <summary>How long a call waits while another process holds the database's lock; past it the store answers unavailable. 100 ms to 1 minute; the default is 5 seconds.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long applying migrations may take, waiting for another process that migrates included. 1 second to 1 hour; the default is 30 seconds.</summary>
    public TimeSpan MigrationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a database with pending migrations is migrated when the host starts; the default is true. An empty one always gets its schema.</summary>
    public bool MigrateAtStart { get; set; } = true;
}
