using MadLab.Persistence.Backup;
using MadLab.Persistence.Sqlite.Engine;
using Microsoft.Data.Sqlite;

namespace MadLab.Persistence.Sqlite.Backup;

/// <summary>Copies by <c>VACUUM INTO</c>, which sees one moment of the database however many writers there are, and leaves one compact file.</summary>
internal sealed class SqliteBackup(SqliteLocation location, TimeSpan busyTimeout, TimeProvider time) : EngineBackup
{
    public override string Extension => ".db";

    public override void CheckTarget(string file)
    {
        if (location.IsInMemory)
        {
            throw new BackupException("The database is in memory, which SQLite copies to no file: export its documents instead.");
        }

        if (location.File is { } database && (SamePath(file, database) || SamePath(file, database + "-wal") || SamePath(file, database + "-shm")))
        {
            throw new BackupException($"'{file}' is the database itself: name another file for the backup.");
        }
    }

    public override Task WriteAsync(string file, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                SqliteCopy.Vacuum(Unpooled(location.ForStores(busyTimeout)), file, cancellationToken);
                SqliteCopy.Check(file, cancellationToken);
            },
            cancellationToken);

    public override async Task<string?> RestoreAsync(string file, bool force, CancellationToken cancellationToken)
    {
        if (location.File is not { } database || location.IsReadOnly)
        {
            throw new BackupException("The database is in memory or read-only: there is no file to restore to.");
        }

        if (SamePath(file, database))
        {
            throw new BackupException($"'{file}' is the database itself, not a backup of it.");
        }

        if (Path.GetDirectoryName(database) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        await using var migrations = await LockMigrationsAsync(database, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Restore(file, database, force, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private string? Restore(string file, string database, bool force, CancellationToken cancellationToken)
    {
        SqliteCopy.Check(file, cancellationToken);
        var partial = DurableFiles.CreatePartial(database);
        try
        {
            // Copied and not moved, to the database's own disk; and by SQLite, so that a log beside the backup is not left out.
            SqliteCopy.Vacuum(Unpooled(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly }.ConnectionString), partial, cancellationToken);
            SqliteCopy.UseWriteAheadLog(partial);
            SqliteCopy.Check(partial, cancellationToken);
            DurableFiles.Flush(partial);
            cancellationToken.ThrowIfCancellationRequested();
            return Replace(partial, database, force);
        }
        finally
        {
            File.Delete(partial);
            File.Delete(partial + "-wal");
            File.Delete(partial + "-shm");
        }
    }

    private string? Replace(string partial, string database, bool force)
    {
        var kept = NameForKept(database);
        if (!File.Exists(database))
        {
            MoveLogAside(database, kept);
            File.Move(partial, database);
            DurableFiles.FlushFolderOf(database);
            return null;
        }

        KeepAccess(database, partial, force);

        // Held until the new file stands: whoever opened the old one and waits finds out by its own look at the name before it commits.
        using var held = SqliteExclusive.TryLock(Unpooled(location.ForStores(busyTimeout)), out var reason);
        if (held is null)
        {
            if (!force)
            {
                throw new BackupException($"The database '{database}' cannot be replaced: {reason} Stop the host, or pass --force to replace it all the same.");
            }

            // A log of another database beside the new file would be taken for its own.
            MoveLogAside(database, kept);
        }

        File.Replace(partial, database, kept, ignoreMetadataErrors: true);
        DurableFiles.FlushFolderOf(database);
        return kept;
    }

    /// <summary>Whoever could open the database can open the restored one: a service seldom runs as the administrator who restores.</summary>
    private static void KeepAccess(string database, string partial, bool force)
    {
        if (!FileOwner.TryCopy(database, partial) && !force)
        {
            throw new BackupException(
                $"The database '{database}' belongs to another user, to whom this one may not give the restored file: restore as that user or as root, or pass --force to own it from here on.");
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(partial, File.GetUnixFileMode(database));
        }
    }

    /// <summary>One that nothing has: a second restore in the same second must not take the place of what the first one kept.</summary>
    private string NameForKept(string database)
    {
        var name = $"{database}.before-restore-{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss'Z'}";
        var kept = name;
        for (var i = 2; File.Exists(kept) || File.Exists(kept + "-wal"); i++)
        {
            kept = $"{name}-{i}";
        }

        return kept;
    }

    private static void MoveLogAside(string database, string kept)
    {
        if (File.Exists(database + "-wal"))
        {
            File.Move(database + "-wal", kept + "-wal", overwrite: true);
        }

        File.Delete(database + "-shm");
    }

    private async Task<MigrationFileLock> LockMigrationsAsync(string database, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(busyTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await MigrationFileLock.AcquireAsync(database, time, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BackupException($"The database '{database}' is being migrated by another process: try again when that has ended.");
        }
    }

    private static string Unpooled(string connectionString) =>
        new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    private static bool SamePath(string left, string right) => string.Equals(Resolved(left), Resolved(right), StringComparison.Ordinal);

    private static string Resolved(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : Path.GetFullPath(path);
}
