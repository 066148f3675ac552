namespace MadLab;

/// <summary>How the backups of the store are doing; not registered where there is nothing to back up.</summary>
public interface IStoreBackupStatus
{
    /// <summary>Whether this host makes backups by itself.</summary>
    bool IsScheduled { get; }

    /// <summary>When the newest good backup was begun, UTC: all that was acknowledged before is in it. Null where none is known.</summary>
    DateTimeOffset? LastSuccess { get; }

    /// <summary>Whether the last attempt failed; the log says why.</summary>
    bool IsFailing { get; }
}
