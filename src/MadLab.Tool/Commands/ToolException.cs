namespace MadLab.Tool.Commands;

/// <summary>What keeps a command from being carried out, in one line: which input, and what to do.</summary>
internal sealed class ToolException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the shell is told.</summary>
    public int ExitCode { get; init; } = ExitCodes.NotTried;
}
