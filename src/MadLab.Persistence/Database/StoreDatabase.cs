using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Persistence.Database;

/// <summary>
/// Whether the database can serve, found out once and again after each failure. A database that is lost takes nothing down but its
/// own calls, and is served again as soon as it is back.
/// </summary>
internal sealed partial class StoreDatabase<TContext>(
    IServiceScopeFactory scopes, DatabaseEngine engine, TimeProvider time, ILogger<StoreDatabase<TContext>> logger)
    : IMadLabDatabase, IStoreStatus
    where TContext : DbContext
{
    /// <summary>A database that is down is asked again this often, however many callers there are.</summary>
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long a caller waits for a database that is being opened or migrated.</summary>
    private static readonly TimeSpan CallerPatience = TimeSpan.FromMilliseconds(1_500);

    private readonly Lock _gate = new();
    private volatile bool _ready;
    private Task? _preparing;
    private StoreException? _failure;
    private long _failedAt;
    private bool _lookAgain;
    private bool? _durable;

    public bool IsDatabase => true;

    public bool IsDurable => _durable ??= engine.IsDurable ?? AskDurable();

    /// <summary>Completes when the database is there and has its schema; at once when it was found so before.</summary>
    /// <exception cref="StoreException">It cannot serve now.</exception>
    public ValueTask EnsureReadyAsync(CancellationToken cancellationToken) =>
        _ready ? ValueTask.CompletedTask : new ValueTask(WaitAsync(CallerPatience, cancellationToken));

    /// <summary>As <see cref="EnsureReadyAsync"/>, with the patience of somebody who waits for nothing else.</summary>
    /// <exception cref="StoreException">It cannot serve now.</exception>
    public Task OpenPatientlyAsync(CancellationToken cancellationToken) => WaitAsync(engine.MigrationTimeout, cancellationToken);

    /// <summary>Opens and migrates the database at the host's start; a failure is logged and tried again later.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await OpenPatientlyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException)
        {
            // Logged where it was found; the host starts without its store.
        }
    }

    /// <summary>After a failure of the database, and not of one statement alone, the next caller looks again before it writes.</summary>
    public void Suspect(Exception exception)
    {
        if (StoreFailures.DatabaseFault(exception) is not { } fault || engine.IsLost(fault))
        {
            _ready = false;
        }
    }

    public async Task CheckAsync(CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Off this thread: SQLite's calls block, and one that hangs must not hang the question.
        var asking = Task.Run(() => AskAsync(patience.Token), cancellationToken);
        try
        {
            await asking.WaitAsync(CallerPatience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            await patience.CancelAsync().ConfigureAwait(false);
            throw StoreFailures.Unavailable("The database did not answer in time.", e);
        }
    }

    private async Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Task preparing;
        lock (_gate)
        {
            if (_ready)
            {
                return;
            }

            if (_preparing is null && !_lookAgain && _failure is { } failure && time.GetElapsedTime(_failedAt) < RetryEvery)
            {
                // Without the cause, which was logged when it happened.
                throw StoreFailures.Unavailable(failure.Message);
            }

            // One attempt for all callers, and none of them can cancel it for the others.
            preparing = _preparing ??= Task.Run(PrepareAsync, CancellationToken.None);
        }

        try
        {
            await preparing.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw StoreFailures.Unavailable("The database is still being opened.");
        }
    }

    private async Task PrepareAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(engine.MigrationTimeout, time);
            await OpenAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (StoreFailures.Map(e, engine) is { } failure)
        {
            Done(failure);
            throw StoreFailures.Unavailable(failure.Message);
        }
        catch
        {
            // A fault of the code and not of the database: whoever asked is to see it, and the next one too.
            lock (_gate)
            {
                _preparing = null;
            }

            throw;
        }

        Done(failure: null);
    }

    private void Done(StoreException? failure)
    {
        StoreException? earlier;
        lock (_gate)
        {
            earlier = _failure;
            _failure = failure;
            _failedAt = time.GetTimestamp();
            _lookAgain = false;
            _preparing = null;
            _ready = failure is null;
        }

        if (failure is null)
        {
            if (earlier is not null)
            {
                logger.StoreAvailable();
            }
        }
        else if (earlier?.Message != failure.Message)
        {
            // Once for each reason: this is asked every second while the database is down.
            logger.StoreUnavailable(failure.Message, failure.InnerException);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        await EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<TContext>();
            await context.Set<WorkspaceEntity>().AsNoTracking().AnyAsync(cancellationToken).ConfigureAwait(false);
            await ProbeWritesAsync(context, cancellationToken).ConfigureAwait(false);
            if (engine.OwnsSchema)
            {
                // Another process may have moved the schema on since this one began to serve it.
                SchemaCheck.ThrowIfTooNew(await SchemaCheck.ReadAsync(context, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && StoreFailures.Map(e, engine) is { } failure)
        {
            Suspect(e);
            throw failure;
        }
    }

    private bool AskDurable()
    {
        using var scope = scopes.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        return !SqliteNames.IsInMemory(context);
    }
}
