namespace MadLab.Benchmarks.Db;

/// <summary>What is asked of the server, over and over.</summary>
internal enum DbOperation
{
    /// <summary>A new workspace.</summary>
    Create,

    /// <summary>One of those that were there before.</summary>
    Read,

    /// <summary>Another document for one of those.</summary>
    Update,

    /// <summary>A page of the newest.</summary>
    List,

    /// <summary>One made for it beforehand.</summary>
    Delete,
}
