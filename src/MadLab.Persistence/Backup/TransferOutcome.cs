namespace MadLab.Persistence.Backup;

/// <summary>What became of one document of an import.</summary>
internal enum TransferOutcome
{
    Added,
    Unchanged,
    Replaced,
    Refused,
}
