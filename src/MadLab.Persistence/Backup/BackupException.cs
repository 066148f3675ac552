namespace MadLab.Persistence;

/// <summary>Why a backup, a restore, an export or an import failed. It is for operators: its message may name files, and never a password.</summary>
public sealed class BackupException : MadLabException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, with which file, and what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public BackupException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
