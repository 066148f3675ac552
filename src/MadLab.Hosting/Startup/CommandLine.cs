namespace MadLab.Hosting.Startup;

/// <summary>A command line: settings as ASP.NET reads them (<c>--key value</c>, <c>--key=value</c>, <c>/key value</c>, <c>key=value</c>) and at most one verb.</summary>
internal sealed class CommandLine
{
    private CommandLine(string? verb, string? stray)
    {
        Verb = verb;
        Stray = stray;
    }

    /// <summary>The first bare word; null when the service is to run.</summary>
    public string? Verb { get; }

    /// <summary>A further bare word, which nobody would read; null where there is none.</summary>
    public string? Stray { get; }

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var words = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            if (arg is "--help" or "-h" or "-?")
            {
                words.Add("help");
            }
            else if (arg.Contains('=', StringComparison.Ordinal))
            {
                // A whole setting.
            }
            else if (arg.StartsWith('-') || arg.StartsWith('/'))
            {
                // The next argument is its value, whatever it looks like.
                i++;
            }
            else if (arg.Length > 0)
            {
                words.Add(arg);
            }
        }

        return new CommandLine(words.Count > 0 ? words[0] : null, words.Count > 1 ? words[1] : null);
    }
}
