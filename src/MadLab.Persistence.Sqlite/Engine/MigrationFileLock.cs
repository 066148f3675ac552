namespace MadLab.Persistence.Sqlite.Engine;

/// <summary>
/// Lets one process migrate a file at a time. The operating system frees the lock when its holder dies, which EF's own lock, a row in
/// the database, does not: that row would hold up every later start.
/// </summary>
internal sealed class MigrationFileLock : IAsyncDisposable
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(50);

    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnBsd = 35;

    private readonly FileStream _file;

    private MigrationFileLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock until cancelled. The empty file stays: deleting it would let two processes lock two files of one name.</summary>
    public static async Task<MigrationFileLock> AcquireAsync(string databaseFile, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var file = new FileStream(databaseFile + ".migrate.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                try
                {
                    LeaveToOwner(databaseFile, file.Name);
                    return new MigrationFileLock(file);
                }
                catch
                {
                    await file.DisposeAsync().ConfigureAwait(false);
                    throw;
                }
            }
            catch (IOException e) when (IsHeld(e))
            {
                // Held by another process, or by another host in this one.
                await Task.Delay(RetryEvery, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    /// <summary>The service has to open the file at its next start, also when an administrator was the first to.</summary>
    private static void LeaveToOwner(string databaseFile, string lockFile)
    {
        if (File.Exists(databaseFile))
        {
            // Where this process may not, it is no administrator, and the file is no more foreign than the database.
            _ = FileOwner.TryCopy(databaseFile, lockFile);
        }
    }

    /// <summary>A full disk or too many open files are the same exception; only the system's error tells.</summary>
    private static bool IsHeld(IOException exception)
    {
        if (OperatingSystem.IsWindows())
        {
            return exception.HResult is SharingViolation or LockViolation;
        }

        return exception.HResult == (OperatingSystem.IsLinux() ? WouldBlockOnLinux : WouldBlockOnBsd);
    }
}
