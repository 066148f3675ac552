using System.Diagnostics;
using System.Diagnostics.Metrics;
using MadLab.Diagnostics;
using MadLab.Persistence.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Persistence.Database;

/// <summary>
/// Runs one operation of a store: on a context of its own, so that nothing a host has pending is ever committed; a write in one
/// transaction, committed before it returns; failures as <see cref="StoreException"/>; measured.
/// </summary>
internal sealed class StoreSession<TContext> : IStoreSession<TContext>, IDisposable
    where TContext : DbContext
{
    private const int MaxAttempts = 3;

    /// <summary>A writer that waits longer than this for the others gives up.</summary>
    private static readonly TimeSpan WriterPatience = TimeSpan.FromSeconds(10);

    private readonly IServiceScopeFactory _scopes;
    private readonly StoreDatabase<TContext> _database;
    private readonly DatabaseEngine _engine;
    private readonly TimeProvider _time;
    private readonly Histogram<double>? _duration;

    /// <summary>SQLite lets one writer in; the others queue here, in order and without a thread, instead of polling its lock.</summary>
    private readonly SemaphoreSlim _writer = new(1, 1);

    public StoreSession(
        IServiceScopeFactory scopes, StoreDatabase<TContext> database, DatabaseEngine engine, TimeProvider time, IMeterFactory? meters = null)
    {
        _scopes = scopes;
        _database = database;
        _engine = engine;
        _time = time;
        _duration = meters?.Create(MadLabDiagnostics.MeterName)
            .CreateHistogram<double>(Instruments.StoreDuration, "s", "Duration of the stores' operations on the database.");
    }

    public Task<T> ReadAsync<T>(string operation, Func<TContext, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        MeasureAsync(operation, async () =>
        {
            await using var scope = _scopes.CreateAsyncScope();
            return await read(scope.ServiceProvider.GetRequiredService<TContext>(), cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    /// <summary>Runs a write. It may run more than once, each time on a fresh context, and only the last run is committed.</summary>
    public Task<T> WriteAsync<T>(string operation, Func<TContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken) =>
        MeasureAsync(operation, async () =>
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    var result = await WriteOnceAsync(write, cancellationToken).ConfigureAwait(false);
                    _database.Wrote();
                    return result;
                }
                catch (Exception e) when (attempt < MaxAttempts && StoreFailures.IsOvertaken(e))
                {
                    // Somebody created, changed or deleted the row in between; the next run finds what there is.
                }
            }
        }, cancellationToken);

    /// <summary>Runs statements that need no context.</summary>
    public Task<T> AskAsync<T>(string operation, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken) =>
        MeasureAsync(operation, () => ask(cancellationToken), cancellationToken);

    /// <summary>Runs one statement that changes rows and is committed by itself.</summary>
    public Task<T> ChangeAsync<T>(string operation, Func<CancellationToken, Task<T>> change, CancellationToken cancellationToken) =>
        MeasureAsync(operation, async () =>
        {
            var result = await change(cancellationToken).ConfigureAwait(false);
            _database.Wrote();
            return result;
        }, cancellationToken);

    public void Dispose() => _writer.Dispose();

    private async Task<T> WriteOnceAsync<T>(Func<TContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        if (!SqliteNames.IsSqlite(context))
        {
            return await CommitAsync(context, write, cancellationToken).ConfigureAwait(false);
        }

        await WaitForTurnAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await CommitAsync(context, write, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writer.Release();
        }
    }

    private async ValueTask WaitForTurnAsync(CancellationToken cancellationToken)
    {
        if (_writer.Wait(TimeSpan.Zero, cancellationToken))
        {
            return;
        }

        using var patience = new CancellationTokenSource(WriterPatience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _writer.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw StoreFailures.Unavailable("The database is busy with other writers.");
        }
    }

    private static Task<T> CommitAsync<T>(TContext context, Func<TContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancel =>
            {
                context.ChangeTracker.Clear();
                await using var transaction = await context.Database.BeginTransactionAsync(cancel).ConfigureAwait(false);
                var result = await write(context, cancel).ConfigureAwait(false);
                cancel.ThrowIfCancellationRequested();

                // Past this point a cancelled caller could not know whether its write stayed.
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return result;
            },
            cancellationToken);

    private async Task<T> MeasureAsync<T>(string operation, Func<Task<T>> run, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var outcome = "error";
        using var activity = StoreActivities.Source.StartActivity("madlab.store", ActivityKind.Client);
        activity?.SetTag(Instruments.Operation, operation);
        try
        {
            await _database.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
            var result = await run().ConfigureAwait(false);
            outcome = "ok";
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = "cancelled";
            throw;
        }
        catch (Exception e) when (StoreFailures.Map(e, _engine) is { } failure)
        {
            outcome = failure.Kind switch
            {
                StoreErrorKind.Unavailable => "unavailable",
                StoreErrorKind.Full => "full",
                _ => "conflict",
            };
            if (failure.Kind == StoreErrorKind.Unavailable)
            {
                _database.Suspect(e);
                _database.SuspectWrites(e, failure);
            }

            if (ReferenceEquals(e, failure))
            {
                throw;
            }

            throw failure;
        }
        finally
        {
            activity?.SetTag(Instruments.Outcome, outcome);
            if (_duration is { Enabled: true })
            {
                _duration.Record(
                    _time.GetElapsedTime(started).TotalSeconds,
                    new KeyValuePair<string, object?>(Instruments.Operation, operation),
                    new KeyValuePair<string, object?>(Instruments.Outcome, outcome));
            }
        }
    }
}
