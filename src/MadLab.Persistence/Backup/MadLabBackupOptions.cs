namespace MadLab.Persistence;

/// <summary>Backups that the host makes by itself; bound from <c>MadLab:Persistence:Backup</c>. Off by default.</summary>
public sealed class MadLabBackupOptions
{
    /// <summary>The section of the configuration these are read from.</summary>
    public const string SectionName = "MadLab:Persistence:Backup";

    /// <summary>The folder they are written to, made where it is missing; a relative one counts from the content root. Needed once <see cref="Every"/> is set; alone, what others write there is told of.</summary>
    public string? Folder { get; set; }

    /// <summary>The time from one to the next, restarts of the host included: 1 minute to 31 days; null, the default, makes none.</summary>
    public TimeSpan? Every { get; set; }

    /// <summary>How many are kept, 1 to 1,000; older ones are deleted after the next has succeeded, never before. The default is 7.</summary>
    public int Keep { get; set; } = 7;
}
