using Spectre.Console;

namespace MadLab.Tool.Commands;

/// <summary>Where a command writes: results to the one, progress and faults to the other.</summary>
internal sealed class ToolOutput
{
    /// <summary>How wide a table is where nobody says how wide the paper is.</summary>
    private const int PlainWidth = 220;

    public ToolOutput(TextWriter output, TextWriter error, bool isTerminal)
    {
        (Out, Error, IsTerminal) = (output, error, isTerminal);
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            Console.Profile.Width = PlainWidth;
        }
    }

    public static ToolOutput OfProcess { get; } = new(System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected);

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>Whether somebody looks at it.</summary>
    public bool IsTerminal { get; }

    public IAnsiConsole Console { get; }

    /// <summary>A table that reads well in a terminal and in a log.</summary>
    public Table NewTable(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = IsTerminal ? TableBorder.Rounded : TableBorder.None };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column));
        }

        return table;
    }
}
