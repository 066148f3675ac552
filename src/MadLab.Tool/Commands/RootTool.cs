using System.CommandLine;
using MadLab.Tool.Check;
using MadLab.Tool.Load;
using MadLab.Tool.Switches;
using MadLab.Tool.Tail;

namespace MadLab.Tool.Commands;

/// <summary>The command line as a whole.</summary>
internal static class RootTool
{
    public static async Task<int> RunAsync(string[] args, ToolOutput output, Func<string, string?> variable, CancellationToken cancellationToken, TimeProvider? clock = null)
    {
        var time = clock ?? TimeProvider.System;
        var root = new RootCommand("Checks and operates a MadLab host.")
        {
            CheckCommand.Make(output, variable, time),
            ReadyCommand.Make(output, variable),
            LoadCommand.Make(output, variable, time),
            TailCommand.Make(output, variable, time),
            SwitchCommands.LiveData(output, variable),
            SwitchCommands.Cache(output, variable),
            SwitchCommands.StreamMode(output, variable),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await output.Error.WriteLineAsync($"madlab: {string.Join(' ', parsed.Errors[0].Message.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))} See madlab --help.");
            return ExitCodes.NotTried;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output.Out, Error = output.Error, ProcessTerminationTimeout = TimeSpan.FromSeconds(15) }, cancellationToken);
        }
        catch (ToolException e)
        {
            await output.Error.WriteLineAsync("madlab: " + e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C: whoever pressed it knows.
            return ExitCodes.Done;
        }
    }
}
