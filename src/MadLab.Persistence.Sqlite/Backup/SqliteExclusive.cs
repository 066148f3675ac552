using Microsoft.Data.Sqlite;

namespace MadLab.Persistence.Sqlite.Backup;

/// <summary>Sole use of a database: nobody has it open while this lives, and its log has been folded into it.</summary>
internal sealed class SqliteExclusive : IDisposable
{
    private readonly SqliteConnection _connection;

    private SqliteExclusive(SqliteConnection connection) => _connection = connection;

    /// <summary>Locks the database; null, with a sentence that says why, where it cannot be.</summary>
    public static SqliteExclusive? TryLock(string connectionString, out string reason)
    {
        reason = string.Empty;
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();

            // Leaving the write-ahead log is the one step that SQLite refuses while anybody else has the file open, idle or not.
            if (Ask(connection, "PRAGMA journal_mode = DELETE;") is "delete")
            {
                Ask(connection, "BEGIN EXCLUSIVE;");
                return new SqliteExclusive(connection);
            }

            reason = "a host has it open.";
        }
        catch (SqliteException e)
        {
            reason = e.SqliteErrorCode switch
            {
                SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "a host has it open.",
                SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => "it is damaged, so that nobody can tell whether a host has it open.",
                _ => "it cannot be locked.",
            };
        }

        connection.Dispose();
        return null;
    }

    public void Dispose() => _connection.Dispose();

    private static string? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }
}
