using System.Globalization;
using MadLab.Persistence;

namespace MadLab.Hosting.Verbs;

/// <summary><c>backup</c> and <c>restore</c>: the whole database as one file.</summary>
internal static class BackupVerbs
{
    private const string ForceFlag = "--force";

    public static Verb Backup { get; } = new()
    {
        Name = "backup",
        Usage = "backup FILE",
        Summary = "write the whole database to FILE, while the service may go on writing",
        MinOperands = 1,
        MaxOperands = 1,
        RunAsync = static async (call, cancellationToken) =>
        {
            var made = await call.Database<IMadLabBackup>().BackupAsync(call.Operand, cancellationToken);
            await call.SayAsync($"Backed up to {made.File}, {made.Bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes, checked.");
            return 0;
        },
    };

    public static Verb Restore { get; } = new()
    {
        Name = "restore",
        Usage = "restore FILE [--force]",
        Summary = """
            put a backup in the place of the database, once it is checked; the service must be stopped
            --force also replaces a database that is damaged or that a service has open
            """,
        MinOperands = 1,
        MaxOperands = 1,
        Flags = [ForceFlag],
        RunAsync = static async (call, cancellationToken) =>
        {
            var kept = await call.Database<IMadLabBackup>().RestoreAsync(call.Operand, call.Line.Has(ForceFlag), cancellationToken);
            await call.SayAsync($"Restored {call.Operand}{(kept is null ? "." : $"; the database of before is kept as {kept}.")}");
            return 0;
        },
    };
}
