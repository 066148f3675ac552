using System.Data.Common;
using MadLab.Persistence.Backup;
using MadLab.Persistence.Database;
using MadLab.Persistence.PostgreSql.Backup;
using MadLab.Persistence.PostgreSql.Migrations;
using MadLab.Persistence.Statements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MadLab.Persistence.PostgreSql.Engine;

/// <summary>PostgreSQL as MadLab runs it: one data source, a schema that statements name, a database that is made once and then never made again.</summary>
internal sealed class PostgreSqlEngine(PostgreSqlServer server, IOptions<PostgreSqlStoreOptions> options, ILogger<PostgreSqlEngine> logger) : DatabaseEngine
{
    private const string HistoryTable = "madlab_migrations";

    /// <summary>How many seconds a connection of the pool has to answer in, before it is taken for one that leads nowhere.</summary>
    private const int PoolPatience = 1;

    private readonly PostgreSqlStoreOptions _options = options.Value;
    private volatile bool _opened;

    public override bool OwnsSchema => true;

    public override bool MigratesAtStart => _options.MigrateAtStart;

    public override TimeSpan MigrationTimeout => _options.MigrationTimeout;

    public override bool? IsDurable => true;

    public override EngineBackup Backup => new PostgreSqlBackup(server, _options.Schema, OpenAsync);

    public override StatementSource Statements { get; } = new PostgreSqlStatements(server, options.Value.Schema);

    /// <summary>Sets up the context: engine, schema, migrations, and quiet where we report ourselves.</summary>
    public void Configure(DbContextOptionsBuilder builder)
    {
        builder
            .UseNpgsql(server.DataSource, npgsql => npgsql.MigrationsHistoryTable(HistoryTable, _options.Schema))
            .ReplaceService<IMigrationsAssembly, SchemaMigrations>()
            .ConfigureWarnings(static warnings => warnings.Log(
                (RelationalEventId.CommandExecuted, LogLevel.Debug),
                (RelationalEventId.CommandError, LogLevel.Debug),
                (RelationalEventId.ConnectionError, LogLevel.Debug),
                (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                (CoreEventId.QueryIterationFailed, LogLevel.Debug)));
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(new StoreSchema(_options.Schema));
    }

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_opened && await PoolServesAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            await AskAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName && server.CanCreate && !_opened)
        {
            // A database that this process has seen is not made again: an empty one in its place would hide the loss.
            await CreateAsync(cancellationToken).ConfigureAwait(false);
            await AskAsync(cancellationToken).ConfigureAwait(false);
        }

        _opened = true;
    }

    public override async ValueTask<IAsyncDisposable?> LockForMigrationAsync(DbContext context, CancellationToken cancellationToken)
    {
        // Bounded as a whole, by the token; one large table may take longer than an ordinary command.
        context.Database.SetCommandTimeout(TimeSpan.Zero);

        // Behind a transaction-pooling proxy a session's lock would stay with a connection that others get. EF's own lock has to do there.
        return new NpgsqlConnectionStringBuilder(server.DataSource.ConnectionString).NoResetOnClose
            ? null
            : await MigrationLock.AcquireAsync(context, _options.Schema, MigrationTimeout * 0.8, cancellationToken).ConfigureAwait(false);
    }

    public override bool IsLost(DbException exception) => PostgreSqlErrors.IsLost(exception);

    public override bool RefusesWrites(DbException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.ReadOnlySqlTransaction };

    public override string? Describe(DbException exception) => PostgreSqlErrors.Describe(exception);

    /// <summary>
    /// Asked again after a failure. What is left in the pool may lead to a server that is gone, or that is a standby by now; only then is it
    /// emptied, because all callers share it.
    /// </summary>
    private async Task<bool> PoolServesAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await AskAsync(cancellationToken, PoolPatience).ConfigureAwait(false))
            {
                return true;
            }
        }
        catch (NpgsqlException)
        {
            // Asked once more on a connection that is new; what is wrong then is told.
        }

        server.DataSource.Clear();
        return false;
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await server.CreateDatabaseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidCatalogName
            or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidPassword)
        {
            throw StoreFailures.Unavailable(PostgreSqlErrors.MayNotCreate, e);
        }

        logger.DatabaseCreated();
    }

    /// <summary>Whether the connection takes writes.</summary>
    private async Task<bool> AskAsync(CancellationToken cancellationToken, int? patience = null)
    {
        var connection = await server.DataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = "SELECT current_setting('server_encoding'), current_setting('synchronous_commit'), current_setting('transaction_read_only')";
                command.CommandTimeout = patience ?? command.CommandTimeout;
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                    if (reader.GetString(0) is var encoding and not "UTF8")
                    {
                        throw StoreFailures.Unavailable($"The database's encoding is {encoding}; it has to be UTF8.");
                    }

                    if (!_opened && reader.GetString(1) == "off")
                    {
                        logger.CommitsNotSynchronous();
                    }

                    return reader.GetString(2) == "off";
                }
            }
        }
    }
}
