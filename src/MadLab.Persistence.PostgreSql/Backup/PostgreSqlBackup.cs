using MadLab.Persistence.Backup;
using MadLab.Persistence.PostgreSql.Engine;
using Npgsql;

namespace MadLab.Persistence.PostgreSql.Backup;

/// <summary>
/// Copies our tables, and no others of the database, by <c>pg_dump</c> in its own format, and puts them back by <c>pg_restore</c> in
/// one transaction: a restore that fails leaves what was there, and a running host sees it happen at one moment.
/// </summary>
internal sealed class PostgreSqlBackup(PostgreSqlServer server, string schema, Func<CancellationToken, Task> open) : EngineBackup
{
    public override string Extension => ".dump";

    public override async Task WriteAsync(string file, CancellationToken cancellationToken)
    {
        var tool = Tool();
        await tool.RunAsync(
            "pg_dump",
            ["--format=custom", "--no-owner", "--no-privileges", "--no-password", $"--table={Quote(schema)}.madlab_*", $"--file={file}"],
            cancellationToken).ConfigureAwait(false);
        await PostgreSqlArchive.ReadAsync(tool, file, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<string?> RestoreAsync(string file, bool force, CancellationToken cancellationToken)
    {
        var tool = Tool();
        var archive = await PostgreSqlArchive.ReadAsync(tool, file, cancellationToken).ConfigureAwait(false);
        if (archive.Schema != schema)
        {
            throw new BackupException(
                $"'{file}' holds the tables of the schema \"{archive.Schema}\", and this store is in \"{schema}\": set MadLab:Persistence:Schema to the former, or export and import the documents.");
        }

        // Makes the database where there is none yet; the copy holds our tables, not the schema around them.
        await open(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync($"CREATE SCHEMA IF NOT EXISTS {Quote(schema)}", cancellationToken).ConfigureAwait(false);
        await tool.RunAsync(
            "pg_restore",
            ["--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--no-password", $"--dbname={Conninfo()}", file],
            cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        var command = server.DataSource.CreateCommand(sql);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private PostgreSqlTool Tool() => new(server.ConnectionString
        ?? throw new BackupException("The data source is the host's own, and does not give its password away: back the database up with pg_dump, or export the documents."));

    /// <summary>The database alone: all else comes from the environment.</summary>
    private string Conninfo()
    {
        var database = new NpgsqlConnectionStringBuilder(server.ConnectionString).Database!;
        return $"dbname='{database.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
