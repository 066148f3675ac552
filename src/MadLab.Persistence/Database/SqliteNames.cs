using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Database;

/// <summary>The little that has to be known of SQLite when a host brings it in a context of its own.</summary>
internal static class SqliteNames
{
    /// <summary>Whether the context is on SQLite, which lets one writer in at a time.</summary>
    public static bool IsSqlite(DbContext context) =>
        string.Equals(context.Database.ProviderName, "Microsoft.EntityFrameworkCore.Sqlite", StringComparison.Ordinal);

    /// <summary>Whether the database ends with its connections.</summary>
    public static bool IsInMemory(DbContext context)
    {
        if (!IsSqlite(context))
        {
            return false;
        }

        var connection = new DbConnectionStringBuilder { ConnectionString = context.Database.GetConnectionString() };
        return Is(connection, "Data Source", ":memory:") || Is(connection, "DataSource", ":memory:") || Is(connection, "Filename", ":memory:") || Is(connection, "Mode", "Memory");
    }

    private static bool Is(DbConnectionStringBuilder connection, string keyword, string value) =>
        connection.TryGetValue(keyword, out var actual) && string.Equals(actual as string, value, StringComparison.OrdinalIgnoreCase);
}
