using System.Collections.Concurrent;
using System.Data.Common;
using MadLab.Persistence.Statements;
using Microsoft.Data.Sqlite;

namespace MadLab.Persistence.Sqlite.Engine;

/// <summary>
/// Reads on connections that stay open with their statements compiled. Writes have to be looked at under the lock before they commit
/// (<see cref="MovedFileGuard"/>), so they do not come this way.
/// </summary>
internal sealed class SqliteStatements(string connectionString, SqliteLocation location, SqliteConnectionSettings settings) : StatementSource, IDisposable
{
    /// <summary>Reads run on their caller's thread, so more at a time are rare.</summary>
    private const int MaxIdle = 16;

    private readonly ConcurrentStack<Lease> _idle = [];
    private volatile bool _disposed;

    public override string Workspaces => "madlab_workspaces";

    public override bool CommitsAlone => false;

    public override ValueTask<StatementLease> RentAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_idle.TryPop(out var lease))
        {
            if (location.IsInMemory || !SqliteNative.HasMoved(lease.Connection))
            {
                return ValueTask.FromResult<StatementLease>(lease);
            }

            lease.Close();
        }

        return ValueTask.FromResult<StatementLease>(Open());
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out var lease))
        {
            lease.Close();
        }
    }

    private Lease Open()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            settings.Configure(connection);
            return new Lease(this, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Return(Lease lease)
    {
        if (_disposed || _idle.Count >= MaxIdle)
        {
            lease.Close();
            return;
        }

        _idle.Push(lease);

        // Disposed meanwhile: whoever disposed may have looked before this one came back.
        if (_disposed)
        {
            Dispose();
        }
    }

    private sealed class Lease(SqliteStatements source, SqliteConnection connection) : StatementLease(source)
    {
        private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

        public SqliteConnection Connection => connection;

        public override ValueTask DisposeAsync()
        {
            if (TakeSoundness())
            {
                source.Return(this);
            }
            else
            {
                Close();
            }

            return ValueTask.CompletedTask;
        }

        public void Close()
        {
            foreach (var command in _commands.Values)
            {
                command.Dispose();
            }

            connection.Dispose();
        }

        protected override DbCommand CommandOf(string sql)
        {
            if (!_commands.TryGetValue(sql, out var command))
            {
                command = connection.CreateCommand();
                command.CommandText = sql;
                _commands.Add(sql, command);
            }

            return command;
        }
    }
}
