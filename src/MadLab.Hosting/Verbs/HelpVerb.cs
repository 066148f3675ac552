namespace MadLab.Hosting.Verbs;

/// <summary><c>help</c>: says what the command line takes.</summary>
internal static class HelpVerb
{
    public const string Name = "help";

    public const string Text = """
        Runs the MadLab service, or a verb.

          (none)     run the service; listens on http://localhost:5000 unless ASPNETCORE_URLS or --urls says otherwise
          migrate    apply what the database's schema lacks, and end
          help       show this

        Any setting can follow as --key value, such as --MadLab:Market:MaxCacheEntries 1000.
        Exit codes: 0 done, 1 failed while running, 2 could not start (one line on the error output says why).
        """;
}
