using System.Data.Common;

namespace MadLab.Persistence.Statements;

/// <summary>Connections for the statements that are written by hand; an engine that owns its schema has one.</summary>
internal abstract class StatementSource
{
    /// <summary>The table of workspaces as a statement names it.</summary>
    public abstract string Workspaces { get; }

    /// <summary>Whether a statement that changes rows may stand alone. Where it may not, the stores write in transactions that look once more before they commit.</summary>
    public abstract bool CommitsAlone { get; }

    /// <summary>Sees each command before it runs, so that a test can ask for its plan.</summary>
    public Action<DbCommand>? Executing { get; set; }

    public abstract ValueTask<StatementLease> RentAsync(CancellationToken cancellationToken);
}
