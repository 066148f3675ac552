namespace MadLab.Persistence.Backup;

/// <summary>How one engine copies its database and puts it back. Temporary names, synchronisation and the rename are the caller's.</summary>
internal abstract class EngineBackup
{
    /// <summary>What the names of scheduled backups end with, such as <c>.db</c>.</summary>
    public abstract string Extension { get; }

    /// <summary>Refuses a target that must not be one, such as the database itself.</summary>
    /// <exception cref="BackupException">It must not.</exception>
    public virtual void CheckTarget(string file)
    {
    }

    /// <summary>Fills an empty file with a complete copy and proves that it can be read back.</summary>
    public abstract Task WriteAsync(string file, CancellationToken cancellationToken);

    /// <summary>Checks a backup, then puts it in the place of the database.</summary>
    /// <returns>Where the database of before is kept; null where there was none.</returns>
    public abstract Task<string?> RestoreAsync(string file, bool force, CancellationToken cancellationToken);
}
