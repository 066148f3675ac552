using System.Data;
using MadLab.Persistence.Database;
using MadLab.Persistence.Model;
using MadLab.Stores;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Backup;

/// <summary>Exports from and imports into a database.</summary>
internal sealed class StoreTransfer<TContext>(StoreDatabase<TContext> database, StoreSession<TContext> session, TimeProvider time) : IMadLabTransfer
    where TContext : DbContext
{
    /// <summary>Begins the names of settings that are counts of quotas: they are of the moment and of the place.</summary>
    private const string QuotaPrefix = "quota:";

    private const int ProgressEvery = 1_000;

    /// <summary>Documents of one transaction: enough to share its cost, few enough that a host's own writers get their turn between two.</summary>
    private const int BatchRows = 200;
    private const long BatchBytes = 4 * 1024 * 1024;

    public async Task<long> ExportAsync(Stream output, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        await database.OpenPatientlyAsync(cancellationToken).ConfigureAwait(false);
        return await session.ReadAsync("export", (context, cancel) => ExportAsync(context, output, progress, cancel), cancellationToken).ConfigureAwait(false);
    }

    public async Task<ImportResult> ImportAsync(Stream input, bool overwrite = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        await using var reader = new TransferReader(input);
        return await ImportAsync(reader.ReadAsync(cancellationToken), overwrite, progress, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ImportResult> ImportAsync(Uri service, bool overwrite = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var reader = new ServiceReader(service, time);
        return await ImportAsync(reader.ReadAsync(cancellationToken), overwrite, progress, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ImportResult> ImportAsync(IAsyncEnumerable<TransferItem> items, bool overwrite, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await database.OpenPatientlyAsync(cancellationToken).ConfigureAwait(false);
        var tally = new TransferTally();
        var batch = new List<object>(BatchRows);
        await using var next = items.GetAsyncEnumerator(cancellationToken);
        for (var more = true; more;)
        {
            BackupException? unreadable = null;
            long bytes = 0;
            batch.Clear();
            try
            {
                while (batch.Count < BatchRows && bytes < BatchBytes && (more = await next.MoveNextAsync().ConfigureAwait(false)))
                {
                    if (next.Current.Row is { } row)
                    {
                        batch.Add(row);
                        bytes += next.Current.Bytes;
                    }
                    else
                    {
                        tally.Skip(next.Current.Problem!);
                    }
                }
            }
            catch (BackupException e)
            {
                // What came before it is imported all the same: so says its message.
                unreadable = e;
            }

            await ImportAsync(batch, overwrite, tally, cancellationToken).ConfigureAwait(false);
            progress?.Report(tally.Count);
            if (unreadable is not null)
            {
                throw unreadable;
            }
        }

        return tally.ToResult();
    }

    private async Task<long> ExportAsync(TContext context, Stream output, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var attempts = 0;
        return await context.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancel =>
            {
                if (attempts++ > 0)
                {
                    throw StoreFailures.Unavailable("The connection was lost during the export: start it again.");
                }

                // One moment for all kinds. SQLite has it in any transaction, and takes this level for one that holds up no writer.
                var level = SqliteNames.IsSqlite(context) ? IsolationLevel.ReadUncommitted : IsolationLevel.RepeatableRead;
                await using var transaction = await context.Database.BeginTransactionAsync(level, cancel).ConfigureAwait(false);
                await using var writer = new TransferWriter(output);
                await writer.WriteHeaderAsync(time.GetUtcNow(), cancel).ConfigureAwait(false);
                await WriteAllAsync(context.Set<TemplateEntity>().OrderBy(e => e.Sequence), writer, writer.WriteAsync, progress, cancel).ConfigureAwait(false);
                await WriteAllAsync(context.Set<WorkspaceEntity>().OrderBy(e => e.Sequence), writer, writer.WriteAsync, progress, cancel).ConfigureAwait(false);
                await WriteAllAsync(context.Set<PreferencesEntity>().OrderBy(e => e.Owner), writer, writer.WriteAsync, progress, cancel).ConfigureAwait(false);
                await WriteAllAsync(
                    context.Set<OperatorSettingEntity>().Where(e => !e.Name.StartsWith(QuotaPrefix)).OrderBy(e => e.Name),
                    writer,
                    writer.WriteAsync,
                    progress,
                    cancel).ConfigureAwait(false);
                await writer.WriteEndAsync(cancel).ConfigureAwait(false);
                progress?.Report(writer.Rows);
                return writer.Rows;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAllAsync<T>(
        IQueryable<T> rows, TransferWriter writer, Func<T, CancellationToken, Task> write, IProgress<long>? progress, CancellationToken cancellationToken)
        where T : class
    {
        await foreach (var row in rows.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await write(row, cancellationToken).ConfigureAwait(false);
            if (writer.Rows % ProgressEvery == 0)
            {
                progress?.Report(writer.Rows);
            }
        }
    }

    private async Task ImportAsync(List<object> batch, bool overwrite, TransferTally tally, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        var done = await session.WriteAsync("import", async (context, cancel) =>
        {
            // Counted anew in each run: only the last one is committed.
            var counts = new List<(object Row, TransferOutcome Outcome)>(batch.Count);
            foreach (var row in batch)
            {
                counts.Add((row, await TransferTarget.ApplyAsync(context, row, overwrite, cancel).ConfigureAwait(false)));
            }

            if (batch.Exists(static row => row is TemplateEntity))
            {
                await CheckRoomAsync(context, cancel).ConfigureAwait(false);
            }

            return counts;
        }, cancellationToken).ConfigureAwait(false);
        foreach (var (row, outcome) in done)
        {
            tally.Add(row, outcome);
        }
    }

    private static async Task CheckRoomAsync(TContext context, CancellationToken cancellationToken)
    {
        var fullest = await context.Set<TemplateEntity>().GroupBy(e => e.Owner)
            .Select(g => new { Count = g.Count(), Text = g.Sum(e => (long)e.Widgets.Length) })
            .OrderByDescending(g => g.Count)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (fullest is not null)
        {
            StoreLimits.ThrowIfFull(fullest.Count, isNew: true, fullest.Text);
        }
    }
}
