using System.Text;

namespace MadLab.Hosting.Verbs;

/// <summary><c>help</c>: says what the command line takes.</summary>
internal static class HelpVerb
{
    public const string Name = "help";

    private const int Column = 38;

    public static string Text { get; } = Write();

    private static string Write()
    {
        var text = new StringBuilder("Runs the MadLab service, or a verb.\n\n");
        Add(text, "(none)", "run the service; listens on http://localhost:5000 unless ASPNETCORE_URLS or --urls says otherwise");
        foreach (var verb in VerbTable.All)
        {
            Add(text, verb.Usage, verb.Summary);
        }

        Add(text, Name, "show this");
        return text.Append("""

            Any setting can follow as --key value, such as --MadLab:Market:MaxCacheEntries 1000.
            Exit codes: 0 done, 1 failed while running, 2 could not start (one line on the error output says why).
            """).ToString();
    }

    private static void Add(StringBuilder text, string usage, string summary)
    {
        foreach (var line in summary.Split('\n'))
        {
            text.Append("  ").Append(usage.PadRight(Column)).Append(line.TrimEnd('\r')).Append('\n');
            usage = string.Empty;
        }
    }
}
