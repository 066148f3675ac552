using System.Data.Common;
using MadLab.Persistence.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MadLab.Persistence.Sqlite.Engine;

/// <summary>
/// Refuses the commit of a write whose file was replaced while it waited for the lock: it would be answered, and be in no file that
/// anybody reads. A restore holds the lock while it puts the new file in place, so a look under the lock cannot be too early.
/// </summary>
internal sealed class MovedFileGuard(SqliteLocation location) : DbTransactionInterceptor
{
    public override InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        Check(transaction);
        return result;
    }

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Check(transaction);
        return ValueTask.FromResult(result);
    }

    private void Check(DbTransaction transaction)
    {
        if (!location.IsInMemory && transaction.Connection is SqliteConnection connection && SqliteNative.HasMoved(connection))
        {
            throw StoreFailures.Unavailable("The database's file was replaced during the write: nothing was written.");
        }
    }
}
