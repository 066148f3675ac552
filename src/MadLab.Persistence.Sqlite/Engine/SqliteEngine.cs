using System.Data.Common;
using MadLab.Persistence.Backup;
using MadLab.Persistence.Database;
using MadLab.Persistence.Sqlite.Backup;
using MadLab.Persistence.Statements;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Persistence.Sqlite.Engine;

/// <summary>SQLite as MadLab runs it: write-ahead log, full synchronisation, a file that is made once and then never made again.</summary>
internal sealed class SqliteEngine : DatabaseEngine, IDisposable
{
    private readonly SqliteLocation _location;
    private readonly SqliteStoreOptions _options;
    private readonly SqliteConnectionSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<SqliteEngine> _logger;
    private readonly string _connectionString;
    private readonly SqliteStatements _statements;
    private volatile bool _opened;
    private SqliteConnection? _keeper;

    public SqliteEngine(SqliteLocation location, IOptions<SqliteStoreOptions> options, TimeProvider time, ILogger<SqliteEngine> logger)
    {
        SQLitePCL.Batteries_V2.Init();
        _location = location;
        _options = options.Value;
        _settings = new SqliteConnectionSettings(location, _options.BusyTimeout);
        _time = time;
        _logger = logger;
        _connectionString = location.ForStores(_options.BusyTimeout);
        _statements = new SqliteStatements(_connectionString, location, _settings);
        Backup = new SqliteBackup(location, _options.BusyTimeout, time);
    }

    public override bool OwnsSchema => true;

    public override bool MigratesAtStart => _options.MigrateAtStart && !_location.IsReadOnly;

    public override TimeSpan MigrationTimeout => _options.MigrationTimeout;

    public override bool? IsDurable => !_location.IsInMemory;

    public override EngineBackup Backup { get; }

    public override StatementSource Statements => _statements;

    /// <summary>Sets up the context: engine, migrations, settings, and quiet where we report ourselves.</summary>
    public void Configure(DbContextOptionsBuilder builder) => builder
        .UseSqlite(_connectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteEngine).Assembly))
        .AddInterceptors(_settings, new MovedFileGuard(_location))
        .ConfigureWarnings(warnings => warnings.Log(
            (RelationalEventId.CommandExecuted, LogLevel.Debug),
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.ConnectionError, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug),
            (CoreEventId.QueryIterationFailed, LogLevel.Debug)));

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_location.IsInMemory)
        {
            if (_keeper is null)
            {
                // Lives as long as the host, because the database lives as long as its last connection.
                _keeper = new SqliteConnection(_connectionString);
                await _keeper.OpenAsync(cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        // A file that this process has seen is not made again: an empty one in its place would hide the loss.
        var create = !_opened && !_location.IsReadOnly;
        if (create && Path.GetDirectoryName(_location.File) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var connection = new SqliteConnection(create ? _location.ForCreation(_options.BusyTimeout) : _connectionString);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            _settings.Configure(connection);

            // Kept in the file. Also the first read of it: one that is no database is found out here.
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = _location.IsReadOnly ? "PRAGMA schema_version;" : "PRAGMA journal_mode = WAL;";
                await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        _opened = true;
    }

    public override async ValueTask<IAsyncDisposable?> LockForMigrationAsync(DbContext context, CancellationToken cancellationToken)
    {
        if (_location.File is null)
        {
            return null;
        }

        var held = await MigrationFileLock.AcquireAsync(_location.File, _time, cancellationToken).ConfigureAwait(false);
        try
        {
            // Nobody else migrates now, so whoever made this row is dead.
            var tables = await context.Database
                .SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'")
                .SingleAsync(cancellationToken).ConfigureAwait(false);
            if (tables > 0 && await context.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancellationToken).ConfigureAwait(false) > 0)
            {
                _logger.AbandonedMigrationLock();
            }

            return held;
        }
        catch
        {
            await held.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // A lock passes; and where somebody opened the database read-only, that it takes no writes is no fault.
    public override bool RefusesWrites(DbException exception) =>
        !_location.IsReadOnly && (exception as SqliteException)?.SqliteErrorCode
            is SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_CANTOPEN;

    public override string? Describe(DbException exception) => exception is SqliteException sqlite ? Describe(sqlite) : null;

    /// <summary>Lets go of the file with the host: closing the last connection also folds the write-ahead log into it.</summary>
    public void Dispose()
    {
        _statements.Dispose();
        using (var connection = new SqliteConnection(_connectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        _keeper?.Dispose();
    }

    private static string Describe(SqliteException exception) => exception.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "The database is locked by another process.",
        SQLitePCL.raw.SQLITE_READONLY => "The database is read-only.",
        SQLitePCL.raw.SQLITE_FULL => "The disk of the database is full.",
        SQLitePCL.raw.SQLITE_CANTOPEN => "The database's file cannot be opened.",
        SQLitePCL.raw.SQLITE_IOERR => "The database's file cannot be read or written.",
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => "The database's file is damaged or not a database.",
        SQLitePCL.raw.SQLITE_ERROR when exception.Message.Contains("already exists", StringComparison.Ordinal) =>
            "The database has tables of these names and no history that says who made them: move them away, or name another file.",
        SQLitePCL.raw.SQLITE_ERROR when exception.Message.Contains("no such", StringComparison.Ordinal) || exception.Message.Contains("has no column", StringComparison.Ordinal) =>
            "The database lacks a table or column: it may need a migration.",
        _ => $"The database refused the statement (code {exception.SqliteExtendedErrorCode} of SQLite).",
    };
}
