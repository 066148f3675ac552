using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MadLab.Persistence.Sqlite.Engine;

/// <summary>Gives every connection its settings, once, and replaces one whose file is not there any more.</summary>
internal sealed class SqliteConnectionSettings(SqliteLocation location, TimeSpan busyTimeout) : DbConnectionInterceptor
{
    // The driver pools what is under a connection, and the settings stay with it.
    private readonly ConditionalWeakTable<object, object> _configured = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Configure((SqliteConnection)connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Configure((SqliteConnection)connection);
        return Task.CompletedTask;
    }

    public void Configure(SqliteConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!location.IsInMemory && SqliteNative.HasMoved(connection))
        {
            SqliteConnection.ClearPool(connection);
            connection.Close();
            connection.Open();
        }

        if (_configured.TryAdd(connection.Handle!, this))
        {
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle!, (int)busyTimeout.TotalMilliseconds);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
            command.ExecuteNonQuery();
        }
    }
}
