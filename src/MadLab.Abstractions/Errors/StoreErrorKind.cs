namespace MadLab;

/// <summary>Why a store could not do what it was asked.</summary>
public enum StoreErrorKind
{
    /// <summary>The database cannot be reached, is locked for too long, is full, or needs a migration. Try again later.</summary>
    Unavailable,

    /// <summary>The store is at its limit; delete something first.</summary>
    Full,

    /// <summary>Somebody wrote in between; read again and decide.</summary>
    VersionConflict,
}
