using System.Globalization;
using MadLab.Hosting.Configuration;
using MadLab.Persistence;

namespace MadLab.Hosting.Verbs;

/// <summary><c>export</c> and <c>import</c>: documents as lines of JSON, from one engine to another or from an earlier service.</summary>
internal static class TransferVerbs
{
    private const string OverwriteFlag = "--overwrite";

    public static Verb Export { get; } = new()
    {
        Name = "export",
        Usage = "export FILE|-",
        Summary = "write all documents to FILE, or to the standard output, as lines of JSON",
        MinOperands = 1,
        MaxOperands = 1,
        WritesDataToOutput = static call => call.IsStandardStream,
        RunAsync = ExportAsync,
    };

    public static Verb Import { get; } = new()
    {
        Name = "import",
        Usage = "import FILE|-|URL [--overwrite]",
        Summary = """
            add the documents of an export, or those of the service at URL, read over its API
            --overwrite replaces documents that are there with another content
            """,
        MinOperands = 1,
        MaxOperands = 1,
        Flags = [OverwriteFlag],
        RunAsync = ImportAsync,
    };

    private static async Task<int> ExportAsync(VerbCall call, CancellationToken cancellationToken)
    {
        var transfer = call.Database<IMadLabTransfer>();
        var progress = new ProgressLine(call.Around.Error, "exported");
        long documents;
        if (call.IsStandardStream)
        {
            await using var output = call.Around.OpenOutput();
            documents = await transfer.ExportAsync(output, progress, cancellationToken);
        }
        else
        {
            documents = await ExportFile.WriteAsync(call.Operand, file => transfer.ExportAsync(file, progress, cancellationToken));
        }

        // Where the documents themselves are the output, this is news and not a result.
        await (call.IsStandardStream ? call.Around.Error : call.Around.Output).WriteLineAsync($"Exported {Counted(documents)}.");
        return 0;
    }

    private static async Task<int> ImportAsync(VerbCall call, CancellationToken cancellationToken)
    {
        var transfer = call.Database<IMadLabTransfer>();
        var progress = new ProgressLine(call.Around.Error, "imported");
        var overwrite = call.Line.Has(OverwriteFlag);
        var result = ServiceAddress(call.Operand) is { } service
            ? await transfer.ImportAsync(service, overwrite, progress, cancellationToken)
            : await ImportFileAsync(call, transfer, overwrite, progress, cancellationToken);
        await call.SayAsync($"Imported {Counted(result.Added)}; {result.Unchanged} were there already, {result.Replaced} replaced, {result.Refused} refused.");
        if (result.Refused > 0)
        {
            await call.Around.Error.WriteLineAsync(
                $"MadLab left {Counted(result.Refused)} as they are, because they differ from those of the import ({string.Join(", ", result.RefusedFirst)}"
                + $"{(result.Refused > result.RefusedFirst.Count ? ", .." : "")}): pass {OverwriteFlag} to replace them.");
        }

        foreach (var problem in result.SkippedFirst)
        {
            await call.Around.Error.WriteLineAsync($"MadLab cannot keep {SettingException.Shown(problem)}.");
        }

        if (result.Skipped > result.SkippedFirst.Count)
        {
            await call.Around.Error.WriteLineAsync($"MadLab cannot keep {result.Skipped - result.SkippedFirst.Count} more.");
        }

        return result.Refused + result.Skipped > 0 ? 1 : 0;
    }

    private static async Task<ImportResult> ImportFileAsync(
        VerbCall call, IMadLabTransfer transfer, bool overwrite, ProgressLine progress, CancellationToken cancellationToken)
    {
        await using var input = call.IsStandardStream ? call.Around.OpenInput() : ExportFile.Open(call.Operand);
        return await transfer.ImportAsync(input, overwrite, progress, cancellationToken);
    }

    private static Uri? ServiceAddress(string operand) =>
        operand.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || operand.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? Uri.TryCreate(operand, UriKind.Absolute, out var address) ? address : throw new SettingException("The address to import from cannot be read: accepted is one like http://10.0.0.5:3000.")
            : null;

    private static string Counted(long documents) => $"{documents.ToString("N0", CultureInfo.InvariantCulture)} document{(documents == 1 ? "" : "s")}";
}
