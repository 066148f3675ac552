using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Persistence.Database;

/// <content>The schema: what it lacks, what it has besides, and bringing it up to date.</content>
internal sealed partial class StoreDatabase<TContext>
{
    private bool _newerTold;

    public async Task<IReadOnlyList<string>> GetPendingMigrationsAsync(CancellationToken cancellationToken = default) =>
        (await GetSchemaAsync(cancellationToken).ConfigureAwait(false)).Pending;

    public Task<SchemaStatus> GetSchemaAsync(CancellationToken cancellationToken = default) =>
        AskSchemaAsync(context => SchemaCheck.ReadAsync(context, cancellationToken), cancellationToken);

    public Task<string> GetMigrationScriptAsync(string? from = null, CancellationToken cancellationToken = default) =>
        AskSchemaAsync(
            context =>
            {
                var known = context.Database.GetMigrations().ToList();
                if (from is not null && from != Migration.InitialDatabase && !known.Contains(from, StringComparer.OrdinalIgnoreCase))
                {
                    throw new ArgumentException($"'{from}' is no migration of this version; it has {string.Join(", ", known)}.");
                }

                // SQLite has no conditions outside of a query, so its scripts cannot skip what was applied.
                var isSqlite = SqliteNames.IsSqlite(context);
                var script = context.GetService<IMigrator>()
                    .GenerateScript(from, options: isSqlite ? MigrationsSqlGenerationOptions.Default : MigrationsSqlGenerationOptions.Idempotent);
                return Task.FromResult(isSqlite
                    ? $"-- Not idempotent: run it once, on a database whose newest migration is {from ?? "none (an empty database)"}.{Environment.NewLine}{script}"
                    : script);
            },
            cancellationToken);

    public async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(engine.MigrationTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await engine.OpenAsync(linked.Token).ConfigureAwait(false);
            await using var scope = scopes.CreateAsyncScope();
            await MigrateAsync(scope.ServiceProvider.GetRequiredService<TContext>(), isAsked: true, linked.Token).ConfigureAwait(false);
            lock (_gate)
            {
                // What was found before no longer says anything: the next caller looks at once.
                _lookAgain = true;
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && StoreFailures.Map(e, engine) is { } failure)
        {
            throw failure;
        }
    }

    private async Task<T> AskSchemaAsync<T>(Func<TContext, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await ask(scope.ServiceProvider.GetRequiredService<TContext>()).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && StoreFailures.Map(e, engine) is { } failure)
        {
            throw failure;
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (!engine.OwnsSchema)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();

        // Asked first, because EF takes its migration lock even where there is nothing to do.
        var schema = await SchemaCheck.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        SchemaCheck.ThrowIfTooNew(schema);
        if (schema.Newer.Count > 0 && !_newerTold)
        {
            _newerTold = true;
            logger.NewerSchema(schema.Newer.Count, schema.Newer[^1]);
        }

        if (schema.Pending.Count == 0)
        {
            return;
        }

        if (IsLeftToTheOperator(schema))
        {
            // Or it was empty a moment ago, and another process that starts as well has come half of the way.
            schema = await SettledAsync(context, schema, cancellationToken).ConfigureAwait(false);
            if (schema.Pending.Count == 0)
            {
                return;
            }
        }

        ThrowIfNotToMigrate(schema);
        await MigrateAsync(context, isAsked: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The schema once nobody migrates it any more; where no lock tells that, once it has stood still for a second.</summary>
    private async Task<SchemaStatus> SettledAsync(TContext context, SchemaStatus schema, CancellationToken cancellationToken)
    {
        const int Looks = 5;
        var held = await engine.LockForMigrationAsync(context, cancellationToken).ConfigureAwait(false);
        if (held is not null)
        {
            await using (held.ConfigureAwait(false))
            {
                return await SchemaCheck.ReadAsync(context, cancellationToken).ConfigureAwait(false);
            }
        }

        for (var still = 0; still < Looks && schema.Pending.Count > 0; still++)
        {
            await Task.Delay(RetryEvery / Looks, time, cancellationToken).ConfigureAwait(false);
            var now = await SchemaCheck.ReadAsync(context, cancellationToken).ConfigureAwait(false);
            still = now.Pending.Count < schema.Pending.Count ? 0 : still;
            schema = now;
        }

        return schema;
    }

    /// <summary>At a start, an empty database is migrated and any other where the operator wants that.</summary>
    private bool IsLeftToTheOperator(SchemaStatus schema) => !schema.IsEmpty && !engine.MigratesAtStart;

    private void ThrowIfNotToMigrate(SchemaStatus schema)
    {
        if (IsLeftToTheOperator(schema))
        {
            throw StoreFailures.Unavailable($"The database lacks {schema.Pending.Count} migrations: run `migrate`, or set MadLab:Persistence:MigrateAtStart.");
        }
    }

    private async Task MigrateAsync(TContext context, bool isAsked, CancellationToken cancellationToken)
    {
        var held = await engine.LockForMigrationAsync(context, cancellationToken).ConfigureAwait(false);
        try
        {
            // Again under the lock: another process, of another version perhaps, may have done the work meanwhile.
            var schema = await SchemaCheck.ReadAsync(context, cancellationToken).ConfigureAwait(false);
            SchemaCheck.ThrowIfTooNew(schema);
            if (!isAsked && schema.Pending.Count > 0 && IsLeftToTheOperator(schema))
            {
                schema = held is null ? await SettledAsync(context, schema, cancellationToken).ConfigureAwait(false) : schema;
                if (schema.Pending.Count > 0)
                {
                    ThrowIfNotToMigrate(schema);
                }
            }

            while (schema.Pending.Count > 0)
            {
                schema = await MigrateOnceAsync(context, schema, cancellationToken).ConfigureAwait(false);
                SchemaCheck.ThrowIfTooNew(schema);
            }
        }
        finally
        {
            if (held is not null)
            {
                await held.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Applies what is pending; what is pending then is less than before.</summary>
    private async Task<SchemaStatus> MigrateOnceAsync(TContext context, SchemaStatus before, CancellationToken cancellationToken)
    {
        logger.Migrating(before.Pending.Count, before.Pending[0]);
        try
        {
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
            logger.Migrated();
            return await SchemaCheck.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (StoreFailures.DatabaseFault(e) is not null && !cancellationToken.IsCancellationRequested)
        {
            // EF locks each migration by itself where a pool of transactions takes the lock of the whole: two processes go through them in
            // turns, and the one that comes second to a migration fails on it. Then it is applied, and the rest is to be tried.
            var now = await SchemaCheck.ReadAsync(context, cancellationToken).ConfigureAwait(false);
            if (now.Pending.Count >= before.Pending.Count)
            {
                throw;
            }

            return now;
        }
    }
}
