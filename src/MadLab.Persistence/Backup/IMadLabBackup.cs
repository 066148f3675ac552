namespace MadLab.Persistence;

/// <summary>Copies the whole database to a file and puts it back. Not registered where documents live in memory.</summary>
public interface IMadLabBackup
{
    /// <summary>
    /// Writes a complete copy while the host goes on writing: all that was acknowledged before the call is in it. The file appears
    /// under its name only once it has been read back and synchronised to the disk; an earlier one of that name is replaced.
    /// </summary>
    /// <param name="file">The file to write; its folder must exist.</param>
    /// <param name="cancellationToken">Ends the copy; nothing is left of it.</param>
    /// <exception cref="BackupException">It could not be written, or the engine offers no backup; an earlier file of that name is as it was.</exception>
    Task<BackupResult> BackupAsync(string file, CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts a backup in the place of the database, after it has been checked. The database it replaces is kept beside it.
    /// </summary>
    /// <param name="file">The backup.</param>
    /// <param name="force">Replaces a database that cannot be locked too: one that is damaged, or that a host has open.</param>
    /// <param name="cancellationToken">Ends the restore before the database is touched.</param>
    /// <returns>Where the database of before is kept; null where there was none.</returns>
    /// <exception cref="BackupException">The backup is damaged or not one of ours, or the database is in use; the database is as it was.</exception>
    Task<string?> RestoreAsync(string file, bool force = false, CancellationToken cancellationToken = default);
}
