using MadLab.Hosting.Configuration;
using MadLab.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Hosting.Verbs;

/// <summary><c>migrate</c>: brings the database's schema up to date, or says what that would be.</summary>
internal static class MigrateVerb
{
    private const string Name = "migrate";
    private const string CheckFlag = "--check";
    private const string ScriptFlag = "--script";

    private const int UpToDate = 0;
    private const int Outdated = 1;
    private const int Unreachable = 2;

    public static Verb Verb { get; } = new()
    {
        Name = Name,
        Usage = "migrate [--check | --script [FROM]]",
        Summary = """
            apply what the database's schema lacks, and end
            --check only says what is missing: exit code 0 nothing, 1 something, 2 the database cannot be reached
            --script writes the SQL to the standard output, of the migrations after FROM
            """,
        MaxOperands = 1,
        Flags = [CheckFlag, ScriptFlag],
        WritesDataToOutput = static call => call.Line.Has(ScriptFlag),
        RunAsync = RunAsync,
    };

    private static Task<int> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        var (check, script) = (call.Line.Has(CheckFlag), call.Line.Has(ScriptFlag));
        if (check && script)
        {
            throw new SettingException($"{CheckFlag} and {ScriptFlag} cannot both be: one asks the database, the other does not.");
        }

        if (!script && call.Line.Operands.Count > 0)
        {
            throw new SettingException($"The argument '{SettingException.Shown(call.Operand)}' is one too many: {Name} takes a migration's name only with {ScriptFlag}.");
        }

        return call.Services.GetService<IMadLabDatabase>() is not { } database ? NothingAsync(call)
            : check ? CheckAsync(call, database, cancellationToken)
            : script ? ScriptAsync(call, database, cancellationToken)
            : MigrateAsync(call, database, cancellationToken);
    }

    private static async Task<int> NothingAsync(VerbCall call)
    {
        var said = "Nothing to migrate: documents are kept in memory.";
        await call.SayAsync(call.Line.Has(ScriptFlag) ? "-- " + said : said);
        return UpToDate;
    }

    private static async Task<int> MigrateAsync(VerbCall call, IMadLabDatabase database, CancellationToken cancellationToken)
    {
        var pending = await database.GetPendingMigrationsAsync(cancellationToken);

        // Also where nothing is pending: whether this version can serve the schema is found out there.
        await database.MigrateAsync(cancellationToken);
        await call.SayAsync(pending.Count == 0
            ? "Nothing to migrate: the database is up to date."
            : $"Applied {Counted(pending.Count)}: {string.Join(", ", pending)}.");
        return UpToDate;
    }

    private static async Task<int> CheckAsync(VerbCall call, IMadLabDatabase database, CancellationToken cancellationToken)
    {
        SchemaStatus schema;
        try
        {
            schema = await database.GetSchemaAsync(cancellationToken);
        }
        catch (StoreException e)
        {
            await call.Around.Error.WriteLineAsync($"MadLab cannot check the database: {e.Message}");
            return Unreachable;
        }

        if (schema.NeededVersion is { } needed)
        {
            await call.SayAsync($"The database needs MadLab {needed} or later: it has {Counted(schema.Newer.Count)} that this version does not know, and one of them breaks it.");
            return Outdated;
        }

        if (schema.Pending.Count > 0)
        {
            await call.SayAsync($"The database lacks {Counted(schema.Pending.Count)}: {string.Join(", ", schema.Pending)}.");
            return Outdated;
        }

        await call.SayAsync(schema.Newer.Count == 0
            ? "The database is up to date."
            : $"The database is up to date; it also has {Counted(schema.Newer.Count)} of a newer version: {string.Join(", ", schema.Newer)}.");
        return UpToDate;
    }

    private static async Task<int> ScriptAsync(VerbCall call, IMadLabDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            await call.Around.Output.WriteAsync(await database.GetMigrationScriptAsync(call.Line.Operands is [var from] ? from : null, cancellationToken));
        }
        catch (ArgumentException e)
        {
            throw new SettingException(e.Message, e);
        }

        return UpToDate;
    }

    private static string Counted(int migrations) => $"{migrations} migration{(migrations == 1 ? "" : "s")}";
}
