namespace MadLab.Hosting.Verbs;

/// <summary>A verb of the command line.</summary>
internal sealed record Verb
{
    public required string Name { get; init; }

    /// <summary>How it is written in the help, such as <c>backup FILE</c>.</summary>
    public required string Usage { get; init; }

    public required string Summary { get; init; }

    public int MinOperands { get; init; }

    public int MaxOperands { get; init; }

    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Switches that take a value, as <c>--scopes read</c> or <c>--scopes=read</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Whether the standard output is its result, so that log lines have to go elsewhere.</summary>
    public Func<VerbCall, bool> WritesDataToOutput { get; init; } = static _ => false;

    /// <summary>Does it, and returns the exit code. What it throws is told in one line, with exit code 1.</summary>
    public required Func<VerbCall, CancellationToken, Task<int>> RunAsync { get; init; }
}
