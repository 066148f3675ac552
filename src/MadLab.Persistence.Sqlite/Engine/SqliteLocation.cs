using Microsoft.Data.Sqlite;

namespace MadLab.Persistence.Sqlite.Engine;

/// <summary>Where the database is, read from a connection string once and made independent of the working directory.</summary>
internal sealed class SqliteLocation
{
    private readonly SqliteConnectionStringBuilder _connection;

    public SqliteLocation(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        _connection = new SqliteConnectionStringBuilder(connectionString);
        var source = _connection.DataSource;
        if (source.Length == 0)
        {
            throw new ArgumentException("The connection string names no file: it needs 'Data Source=PATH'.", nameof(connectionString));
        }

        if (source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException("Data Source must be a path, not a file: address.", nameof(connectionString));
        }

        if (source == ":memory:" || _connection.Mode == SqliteOpenMode.Memory)
        {
            // A database in memory belongs to one connection unless it has a name and a shared cache.
            _connection.DataSource = source == ":memory:" ? $"madlab-{Guid.NewGuid():N}" : source;
            _connection.Mode = SqliteOpenMode.Memory;
            _connection.Cache = SqliteCacheMode.Shared;
            return;
        }

        // The driver knows one token, which it resolves itself.
        if (!source.StartsWith("|DataDirectory|", StringComparison.OrdinalIgnoreCase))
        {
            _connection.DataSource = Path.GetFullPath(source);
            File = _connection.DataSource;
        }
    }

    /// <summary>The file; null for a database in memory, or one that only the driver can find.</summary>
    public string? File { get; }

    public bool IsInMemory => _connection.Mode == SqliteOpenMode.Memory;

    public bool IsReadOnly => _connection.Mode == SqliteOpenMode.ReadOnly;

    /// <summary>The connection string of the stores: it never makes a file, so that a database that is gone is noticed and not replaced by an empty one.</summary>
    public string ForStores(TimeSpan busyTimeout) => With(_connection.Mode == SqliteOpenMode.ReadWriteCreate ? SqliteOpenMode.ReadWrite : _connection.Mode, busyTimeout);

    /// <summary>The connection string that makes the file. Not pooled: a pool of its own would hold the file open when the host has ended.</summary>
    public string ForCreation(TimeSpan busyTimeout) =>
        new SqliteConnectionStringBuilder(With(_connection.Mode, busyTimeout)) { Pooling = false }.ConnectionString;

    private string With(SqliteOpenMode mode, TimeSpan busyTimeout) =>
        new SqliteConnectionStringBuilder(_connection.ConnectionString)
        {
            Mode = mode,

            // The driver polls a lock for this long on top of SQLite's own wait.
            DefaultTimeout = (int)Math.Ceiling(busyTimeout.TotalSeconds),
        }.ConnectionString;
}
