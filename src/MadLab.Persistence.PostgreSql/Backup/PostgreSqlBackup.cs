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
        await CheckAsync(tool, file, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<string?> RestoreAsync(string file, bool force, CancellationToken cancellationToken)
    {
        var tool = Tool();
        await CheckAsync(tool, file, cancellationToken).ConfigureAwait(false);

        // Makes the database where there is none yet; the copy holds our tables, not the schema around them.
        await open(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync($"CREATE SCHEMA IF NOT EXISTS {Quote(schema)}", cancellationToken).ConfigureAwait(false);
        await tool.RunAsync(
            "pg_restore",
            ["--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--no-password", $"--dbname={Conninfo()}", file],
            cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static async Task CheckAsync(PostgreSqlTool tool, string file, CancellationToken cancellationToken)
    {
        // Writes the whole as SQL to nowhere, so that every block of the file is read and unpacked.
        await tool.RunAsync("pg_restore", [OperatingSystem.IsWindows() ? "--file=NUL" : "--file=/dev/null", file], cancellationToken).ConfigureAwait(false);
        var contents = await tool.RunAsync("pg_restore", ["--list", file], cancellationToken).ConfigureAwait(false);
        if (!contents.Contains("madlab_workspaces", StringComparison.Ordinal))
        {
            throw new BackupException($"'{file}' holds no tables of MadLab.");
        }
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
