using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace MadLab.Persistence.PostgreSql.Engine;

/// <summary>What the server's and the driver's errors mean, for a client: no address, no user, no statement.</summary>
internal static class PostgreSqlErrors
{
    public const string Missing = "The database does not exist.";

    public const string MayNotCreate = "The database does not exist and its user may not create it: an administrator has to, with CREATE DATABASE.";

    private const string IdleInTransaction = "25P03";

    /// <summary>Null where nothing is known that a reader could act on.</summary>
    public static string? Describe(DbException exception) => exception switch
    {
        PostgresException server => Describe(server.SqlState),
        NpgsqlException => DescribeConnection(exception.InnerException),
        _ => null,
    };

    /// <summary>
    /// Whether a failure says something of the connection, the server or the schema: one statement that met a lock, a deadlock or a limit
    /// says nothing of the others. What has no state of the server's is a fault of the connection.
    /// </summary>
    public static bool IsLost(DbException exception) => exception is not PostgresException { SqlState: { } state }
        || state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
            or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InvalidCatalogName
        || state.StartsWith("08", StringComparison.Ordinal)
        || state.StartsWith("28", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal)
        || state.StartsWith("57P0", StringComparison.Ordinal);

    private static string Describe(string state) => state switch
    {
        PostgresErrorCodes.InvalidCatalogName => Missing,
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "The database server refuses its user's name or password.",
        PostgresErrorCodes.InsufficientPrivilege => "The database user lacks a right: it has to read and write its schema's tables, and to create them where it migrates.",
        PostgresErrorCodes.CannotConnectNow => "The database server is starting up or shutting down.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.IdleSessionTimeout => "The database server ended the connection; it may be restarting.",
        PostgresErrorCodes.TooManyConnections => "The database server has no connection left.",
        PostgresErrorCodes.OutOfMemory => "The database server is out of memory.",
        PostgresErrorCodes.DiskFull => "The disk of the database is full.",
        PostgresErrorCodes.ReadOnlySqlTransaction => "The database is read-only; it may be a standby.",
        PostgresErrorCodes.LockNotAvailable =>
            "Another session holds a lock on the database too long, such as one that migrates: wait for it, or end it (pg_stat_activity shows it).",
        PostgresErrorCodes.QueryCanceled or IdleInTransaction => "The database did not answer in time.",
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => "The database gave way to another writer.",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName =>
            "The database lacks a table or column: it may need a migration.",
        PostgresErrorCodes.DuplicateTable =>
            "The database has tables of these names and no history that says who made them: move them away, or name another schema.",
        PostgresErrorCodes.UntranslatableCharacter => "The database's encoding cannot hold this text: it has to be UTF8.",
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => "The database is damaged.",
        _ when state.StartsWith("08", StringComparison.Ordinal) => "The connection to the database was lost.",
        _ when state.StartsWith("53", StringComparison.Ordinal) => "The database server lacks resources.",
        _ when state.StartsWith("58", StringComparison.Ordinal) => "The database server cannot read or write its files.",
        _ => $"The database refused the statement (SQLSTATE {state}).",
    };

    private static string? DescribeConnection(Exception? cause)
    {
        for (var e = cause; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return "The name of the database server is not known.";
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.AddressNotAvailable }:
                    return "The database server refuses connections; it may not be running.";
                case AuthenticationException:
                    return "The connection to the database server cannot be secured: its certificate or its name is not accepted.";
                case TimeoutException:
                    return "The database did not answer in time, or all connections to it are in use.";
                case IOException or SocketException:
                    return "The connection to the database was lost.";
            }
        }

        return null;
    }
}
