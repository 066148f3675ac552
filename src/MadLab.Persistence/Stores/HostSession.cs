using System.Data.Common;
using System.Transactions;
using MadLab.Persistence.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MadLab.Persistence.Stores;

/// <summary>
/// Runs a store's operations on a context of the host's and in its transaction. What the database throws is left as it is, because the host's own
/// execution strategy decides by it whether to run the transaction again.
/// </summary>
internal sealed class HostSession(DbContext context) : IStoreSession<DbContext>
{
    private const int MaxAttempts = 3;
    private const string Savepoint = "madlab_write";

    public Task<T> ReadAsync<T>(string operation, Func<DbContext, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        read(context, cancellationToken);

    public Task<T> WriteAsync<T>(string operation, Func<DbContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is { } transaction)
        {
            return WriteInAsync(transaction, write, cancellationToken);
        }

        return Transaction.Current is not null || context.Database.GetEnlistedTransaction() is not null
            ? write(context, cancellationToken)
            : WriteAloneAsync(write, cancellationToken);
    }

    /// <summary>A write that is refused, or is to be tried again, leaves the host's transaction as it found it.</summary>
    private async Task<T> WriteInAsync<T>(
        IDbContextTransaction transaction, Func<DbContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        if (!transaction.SupportsSavepoints)
        {
            return await write(context, cancellationToken).ConfigureAwait(false);
        }

        for (var attempt = 1; ; attempt++)
        {
            await transaction.CreateSavepointAsync(Savepoint, cancellationToken).ConfigureAwait(false);
            try
            {
                var result = await write(context, cancellationToken).ConfigureAwait(false);
                await transaction.ReleaseSavepointAsync(Savepoint, cancellationToken).ConfigureAwait(false);
                return result;
            }
            catch (Exception e)
            {
                await UndoAsync(transaction).ConfigureAwait(false);
                if (attempt == MaxAttempts || !StoreFailures.IsOvertaken(e))
                {
                    throw;
                }

                // Somebody created, changed or deleted the row in between; the next run finds what there is.
            }
        }
    }

    private static async Task UndoAsync(IDbContextTransaction transaction)
    {
        try
        {
            await transaction.RollbackToSavepointAsync(Savepoint, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            // The connection is gone, and the transaction with it. What went wrong first is the thing to tell.
        }
    }

    private Task<T> WriteAloneAsync<T>(Func<DbContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancel =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancel).ConfigureAwait(false);
                var result = await WriteInAsync(transaction, write, cancel).ConfigureAwait(false);
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return result;
            },
            cancellationToken);
}
