using MadLab.Hosting.Verbs;

namespace MadLab.Hosting.Startup;

/// <summary>A command line: settings as ASP.NET reads them (<c>--key value</c>, <c>--key=value</c>, <c>/key value</c>, <c>key=value</c>) and at most one verb with what it takes.</summary>
internal sealed class CommandLine
{
    private readonly List<string> _settings = [];
    private readonly List<string> _operands = [];
    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    private CommandLine()
    {
    }

    /// <summary>The first bare word; null when the service is to run.</summary>
    public string? Verb { get; private set; }

    /// <summary>What is left for the configuration.</summary>
    public string[] Settings => [.. _settings];

    /// <summary>What the verb works on, such as a file.</summary>
    public IReadOnlyList<string> Operands => _operands;

    /// <summary>A further bare word, which nobody would read; null where there is none.</summary>
    public string? Stray { get; private set; }

    /// <summary>Whether a switch of the verb is given, such as <c>--check</c>.</summary>
    public bool Has(string flag) => _flags.Contains(flag);

    /// <summary>The value of a switch of the verb, such as <c>--scopes</c>; null where it is not given.</summary>
    public string? Option(string name) => _options.GetValueOrDefault(name);

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var line = new CommandLine();
        Verb? verb = null;
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            if (arg is "--help" or "-h" or "-?")
            {
                line.Verb = HelpVerb.Name;
            }
            else if (verb?.Flags.Contains(arg, StringComparer.Ordinal) == true)
            {
                line._flags.Add(arg);
            }
            else if (verb?.Options.FirstOrDefault(o => arg == o || arg.StartsWith(o + "=", StringComparison.Ordinal)) is { } option)
            {
                // Without a value it is empty, which the verb refuses by name.
                line._options[option] = arg.Length > option.Length ? arg[(option.Length + 1)..] : args.ElementAtOrDefault(++i) ?? string.Empty;
            }
            else if (verb is not null && line._operands.Count < verb.MaxOperands && IsOperand(arg))
            {
                line._operands.Add(arg);
            }
            else if (arg.Contains('=', StringComparison.Ordinal))
            {
                // A whole setting.
                line._settings.Add(arg);
            }
            else if (arg.StartsWith('-') || arg.StartsWith('/'))
            {
                // The next argument is its value, whatever it looks like.
                line._settings.AddRange(args.Skip(i).Take(2));
                i++;
            }
            else if (arg.Length > 0 && line.Verb is null)
            {
                line.Verb = arg;
                verb = VerbTable.Find(arg);
            }
            else if (arg.Length > 0)
            {
                line.Stray ??= arg;
            }
        }

        return line;
    }

    // A path may begin with '/' or hold a '='; and '-' alone is the standard stream.
    private static bool IsOperand(string arg) => arg.Length > 0 && (arg == "-" || !arg.StartsWith('-'));
}
