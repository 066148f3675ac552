using MadLab.Persistence.Backup;
using MadLab.Persistence.PostgreSql.Engine;

namespace MadLab.Persistence.PostgreSql.Backup;

/// <summary>
/// Copies our tables, and no others of the database, by <c>pg_dump</c> in its own format, and puts them back by <c>pg_restore</c> and
/// <c>psql</c> in one transaction: a restore that fails leaves what was there, and a running host sees it happen at one moment.
/// </summary>
internal sealed class PostgreSqlBackup(PostgreSqlServer server, string schema, Func<CancellationToken, Task> open) : EngineBackup
{
    public override string Extension => ".dump";

    public override async Task WriteAsync(string file, CancellationToken cancellationToken)
    {
        var tool = Tool();
        await tool.RunAsync(
            "pg_dump",
            [
                "--format=custom", "--no-owner", "--no-privileges", "--no-password", $"--lock-wait-timeout={PostgreSqlTool.LockTimeoutMilliseconds}",
                $"--table={Quote(schema)}.madlab_*", $"--file={file}",
            ],
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
        await tool.RunSqlAsync(
            Prepare(archive),
            "pg_restore",
            ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--file=-", file],
            cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>
    /// What pg_restore leaves out: a schema, all locks at once and in one order, and the end of tables that came after the backup.
    /// With those left, the next migration would find them in its way.
    /// </summary>
    private string Prepare(PostgreSqlArchive archive)
    {
        var ours = $"FROM pg_catalog.pg_tables WHERE schemaname = {Literal(schema)} AND starts_with(tablename, 'madlab_')";
        const string Names = "string_agg(format('%I.%I', schemaname, tablename), ', ' ORDER BY tablename)";
        return $"""
            SET LOCAL lock_timeout = {PostgreSqlTool.LockTimeoutMilliseconds};
            SELECT format('CREATE SCHEMA %I', {Literal(schema)}) WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = {Literal(schema)}) \gexec
            SELECT 'LOCK TABLE ' || {Names} || ' IN ACCESS EXCLUSIVE MODE' {ours} HAVING count(*) > 0 \gexec
            SELECT 'DROP TABLE ' || {Names} {ours} AND tablename NOT IN ({string.Join(", ", archive.Tables.Select(Literal))}) HAVING count(*) > 0 \gexec
            """;
    }

    private PostgreSqlTool Tool() => new(server.ConnectionString
        ?? throw new BackupException("The data source is the host's own, and does not give its password away: back the database up with pg_dump, or export the documents."));

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
