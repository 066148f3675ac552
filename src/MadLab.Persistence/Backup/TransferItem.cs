namespace MadLab.Persistence.Backup;

/// <summary>A document on its way into a database.</summary>
/// <param name="Row">The row it becomes; null for one that cannot be kept.</param>
/// <param name="Bytes">About what it weighs.</param>
/// <param name="Problem">Which document cannot be kept, and why.</param>
internal readonly record struct TransferItem(object? Row, long Bytes, string? Problem = null);
