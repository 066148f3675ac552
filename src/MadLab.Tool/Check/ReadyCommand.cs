using System.CommandLine;
using MadLab.Tool.Commands;
using MadLab.Tool.Http;

namespace MadLab.Tool.Check;

/// <summary><c>madlab ready URL</c>: a yes or no for whoever starts containers.</summary>
internal static class ReadyCommand
{
    public static Command Make(ToolOutput output, Func<string, string?> variable)
    {
        var target = new TargetOptions(isArgument: true);
        var command = new Command("ready", "Whether the host takes requests: exit code 0 yes, 1 no, 2 nobody answers");
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var host = target.Open(parsed, variable);
            var answer = await host.GetAsync("/health/ready", cancellationToken);
            await output.Out.WriteLineAsync(answer.IsSuccess ? "ready" : $"not ready: {answer.Status}");
            return answer.IsSuccess ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }
}
