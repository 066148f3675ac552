using System.Data.Common;
using MadLab.Persistence.Statements;
using Npgsql;

namespace MadLab.Persistence.PostgreSql.Engine;

/// <summary>Statements on the data source's connections, which prepare by themselves what comes often.</summary>
internal sealed class PostgreSqlStatements(PostgreSqlServer server, string schema) : StatementSource
{
    public override string Workspaces { get; } = $"\"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\".madlab_workspaces";

    public override bool CommitsAlone => true;

    public override async ValueTask<StatementLease> RentAsync(CancellationToken cancellationToken) =>
        new Lease(this, await server.DataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false));

    private sealed class Lease(PostgreSqlStatements source, NpgsqlConnection connection) : StatementLease(source)
    {
        private NpgsqlCommand? _command;

        public override async ValueTask DisposeAsync()
        {
            if (_command is not null)
            {
                await _command.DisposeAsync().ConfigureAwait(false);
            }

            await connection.DisposeAsync().ConfigureAwait(false);
        }

        protected override DbCommand CommandOf(string sql) => _command = new NpgsqlCommand(sql, connection);
    }
}
