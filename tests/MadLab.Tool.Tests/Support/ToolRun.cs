using System.Text;
using System.Text.Json;
using MadLab.Tool.Commands;

namespace MadLab.Tool.Tests.Support;

/// <summary>What one call of the tool left behind.</summary>
internal sealed record ToolRun(int Code, string Output, string Error)
{
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }

    /// <summary>Runs it in this process.</summary>
    public static Task<ToolRun> OfAsync(params string[] args) => WithKeyAsync(null, args);

    /// <summary>The same with a key in the environment.</summary>
    public static Task<ToolRun> WithKeyAsync(string? key, params string[] args) =>
        RunAsync(args, name => name == "MADLAB_KEY" ? key : null, new StringWriter(), CancellationToken.None);

    /// <summary>The same, with all said.</summary>
    public static async Task<ToolRun> RunAsync(string[] args, Func<string, string?> variable, StringWriter error, CancellationToken cancellationToken)
    {
        var output = new StringWriter(new StringBuilder());
        var code = await RootTool.RunAsync(args, new ToolOutput(TextWriter.Synchronized(output), TextWriter.Synchronized(error), isTerminal: false), variable, cancellationToken);
        return new ToolRun(code, output.ToString(), error.ToString());
    }
}
