using Microsoft.Data.Sqlite;

namespace MadLab.Persistence.Sqlite.Backup;

/// <summary>Copies of a database, and whether one is sound.</summary>
internal static class SqliteCopy
{
    /// <summary>Copies a database, as it is at one moment, into an empty file.</summary>
    /// <exception cref="BackupException">The source has no tables of ours.</exception>
    public static void Vacuum(string source, string file, CancellationToken cancellationToken)
    {
        using var connection = Open(source);
        if (!IsOurs(connection))
        {
            throw new BackupException("There is nothing to copy: the database has no tables of MadLab.");
        }

        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $file;";
        command.Parameters.AddWithValue("$file", file);
        Run(connection, () => command.ExecuteNonQuery(), cancellationToken);
    }

    /// <summary>Reads the whole file and proves that it is a sound database of ours.</summary>
    /// <exception cref="BackupException">It is not.</exception>
    public static void Check(string file, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = Open(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
            if (!IsOurs(connection))
            {
                throw new BackupException($"'{file}' is a SQLite database, but has no tables of MadLab.");
            }

            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check(1);";
            if (Run(connection, () => command.ExecuteScalar() as string, cancellationToken) is not "ok")
            {
                throw new BackupException($"'{file}' is damaged: its integrity check fails.");
            }
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            throw new BackupException($"'{file}' is damaged or not a SQLite database.", e);
        }
    }

    /// <summary>Has a closed database use the write-ahead log from its next opening on, so that no host has to switch it over.</summary>
    public static void UseWriteAheadLog(string file)
    {
        using var connection = Open(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL;";
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static bool IsOurs(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'madlab_workspaces';";
        return command.ExecuteScalar() is > 0L;
    }

    private static T Run<T>(SqliteConnection connection, Func<T> run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var handle = connection.Handle!;
        using var interruption = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(handle));
        try
        {
            return run();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("The copy was cancelled.", e, cancellationToken);
        }
    }
}
