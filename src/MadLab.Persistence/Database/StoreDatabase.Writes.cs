using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Database;

/// <content>Whether the database takes writes. A full disk answers every question, so a small one does not tell.</content>
internal sealed partial class StoreDatabase<TContext>
{
    /// <summary>The row that is written to find out; it is no migration's id, so no version reads it.</summary>
    private const string ProbeRow = "write-probe";

    private StoreException? _writeFailure;

    /// <summary>After a write that failed as every other would, the store counts as lost until one succeeds.</summary>
    public void SuspectWrites(Exception exception, StoreException failure)
    {
        if (StoreFailures.DatabaseFault(exception) is { } fault
            && engine.RefusesWrites(fault)
            && Interlocked.Exchange(ref _writeFailure, failure)?.Message != failure.Message)
        {
            logger.StoreUnavailable(failure.Message, fault);
        }
    }

    /// <summary>A write was committed.</summary>
    public void Wrote()
    {
        // Read first: this is every write, and the exchange is only for the first one after a failure.
        if (Volatile.Read(ref _writeFailure) is not null && Interlocked.Exchange(ref _writeFailure, null) is not null)
        {
            logger.StoreAvailable();
        }
    }

    private async Task ProbeWritesAsync(TContext context, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _writeFailure) is null)
        {
            return;
        }

        // Taken out and put in again: a row that is left as it is would write nothing.
        var notes = context.Set<SchemaNoteEntity>();
        await notes.Where(e => e.Migration == ProbeRow).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        notes.Add(new SchemaNoteEntity { Migration = ProbeRow });
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        Wrote();
    }
}
