using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace MadLab.Persistence.Sqlite.Engine;

/// <summary>The one call of SQLite that the managed driver does not offer.</summary>
internal static class SqliteNative
{
    private const int HasMovedOperation = 20;

    /// <summary>
    /// Whether the file behind the connection was deleted, moved or replaced. SQLite goes on writing into a file that has no name
    /// any more; a write acknowledged there is lost.
    /// </summary>
    public static bool HasMoved(SqliteConnection connection) =>
        connection.Handle is { } handle && FileControl(handle, IntPtr.Zero, HasMovedOperation, out var moved) == SQLitePCL.raw.SQLITE_OK && moved != 0;

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int FileControl(SafeHandle database, IntPtr name, int operation, out int argument);
}
