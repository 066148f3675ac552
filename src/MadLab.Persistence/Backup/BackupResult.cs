namespace MadLab.Persistence;

/// <summary>A backup that was written, checked and synchronised to the disk.</summary>
/// <param name="File">Its full path.</param>
/// <param name="Bytes">Its size.</param>
public sealed record BackupResult(string File, long Bytes);
