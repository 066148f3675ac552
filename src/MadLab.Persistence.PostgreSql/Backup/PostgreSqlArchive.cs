using System.Text.RegularExpressions;
using MadLab.Persistence.Backup;

namespace MadLab.Persistence.PostgreSql.Backup;

/// <summary>Which of our tables a file of <c>pg_dump</c> holds, and of which schema.</summary>
internal sealed partial class PostgreSqlArchive
{
    private PostgreSqlArchive(string schema, IReadOnlyList<string> tables)
    {
        Schema = schema;
        Tables = tables;
    }

    public string Schema { get; }

    /// <summary>Their names, without the schema.</summary>
    public IReadOnlyList<string> Tables { get; }

    /// <summary>Reads every block of a file, and its table of contents.</summary>
    /// <exception cref="BackupException">It is damaged, or holds no tables of ours.</exception>
    public static async Task<PostgreSqlArchive> ReadAsync(PostgreSqlTool tool, string file, CancellationToken cancellationToken)
    {
        // Writes the whole as SQL to nowhere, so that every block of the file is read and unpacked.
        await tool.RunAsync("pg_restore", [OperatingSystem.IsWindows() ? "--file=NUL" : "--file=/dev/null", file], cancellationToken).ConfigureAwait(false);
        return Parse(await tool.RunAsync("pg_restore", ["--list", file], cancellationToken).ConfigureAwait(false))
            ?? throw new BackupException($"'{file}' holds no tables of MadLab.");
    }

    /// <summary>Reads what <c>pg_restore --list</c> writes; null where none of our tables is in it.</summary>
    internal static PostgreSqlArchive? Parse(string contents)
    {
        var tables = TableLine().Matches(contents).Select(static m => (Schema: m.Groups["schema"].Value, Table: m.Groups["table"].Value)).ToList();
        var at = tables.FindIndex(static t => t.Table == "madlab_workspaces");
        return at < 0 ? null : new PostgreSqlArchive(tables[at].Schema, [.. tables.Where(t => t.Schema == tables[at].Schema).Select(static t => t.Table)]);
    }

    // "218; 1259 16402 TABLE My lab madlab_workspaces postgres"; 1259 is the catalog of tables, which the lines of their data do not name.
    [GeneratedRegex(@"^\d+; 1259 \d+ TABLE (?<schema>.+?) (?<table>madlab_\w+) ", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TableLine();
}
