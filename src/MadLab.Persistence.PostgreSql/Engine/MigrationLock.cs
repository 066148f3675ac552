using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MadLab.Persistence.PostgreSql.Engine;

/// <summary>
/// Lets one process migrate a schema at a time, by a lock of the session that the server frees when its holder dies. EF's own lock, on
/// the history table, comes after the schema and that table have been made, which two processes cannot do at once without an error.
/// </summary>
internal sealed class MigrationLock : IAsyncDisposable
{
    /// <summary>The first half of the lock's number: "ML" twice, so that other users of such locks do not meet ours.</summary>
    private const int Area = 0x4D4C4D4C;

    /// <summary>A server that does not answer to the unlocking frees the lock with the connection.</summary>
    private static readonly TimeSpan UnlockPatience = TimeSpan.FromSeconds(10);

    private readonly DbContext _context;
    private readonly string _schema;

    private MigrationLock(DbContext context, string schema)
    {
        _context = context;
        _schema = schema;
    }

    /// <summary>Waits for the lock on the context's connection, which stays open until the lock is disposed.</summary>
    /// <param name="context">The context that will migrate.</param>
    /// <param name="schema">What is migrated.</param>
    /// <param name="patience">How long this session waits for any lock from here on, those of the migration included.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<MigrationLock> AcquireAsync(DbContext context, string schema, TimeSpan patience, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // The server's answer says that it was a lock; a command cut off here would only be late. The pool resets the setting.
            var milliseconds = ((long)patience.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            await context.Database.ExecuteSqlAsync($"SELECT set_config('lock_timeout', {milliseconds}, false)", cancellationToken).ConfigureAwait(false);
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Area}, hashtext({schema}))", cancellationToken).ConfigureAwait(false);
            return new MigrationLock(context, schema);
        }
        catch
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // The migration's commands wait without end.
            _context.Database.SetCommandTimeout(UnlockPatience);
            await _context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Area}, hashtext({_schema}))").ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
        {
            // The connection broke, and the lock went with it; what broke it is on its way to the caller.
        }
        finally
        {
            await _context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }
}
