namespace MadLab.Tool.Check;

/// <summary>How something stands.</summary>
internal enum Verdict
{
    Ok,

    /// <summary>It works, and somebody should know.</summary>
    Warn,

    Fail,
}

/// <summary>One line of the list.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Verdict">How it stands.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Cure">What to do; null where all is well.</param>
internal sealed record CheckItem(string Name, Verdict Verdict, string Detail, string? Cure = null)
{
    public static CheckItem Ok(string name, string detail) => new(name, Verdict.Ok, detail);

    public static CheckItem Warn(string name, string detail, string cure) => new(name, Verdict.Warn, detail, cure);

    public static CheckItem Fail(string name, string detail, string cure) => new(name, Verdict.Fail, detail, cure);

    /// <summary>What was expected and did not come.</summary>
    public static CheckItem Refused(string name, Http.HostAnswer answer) => answer.Status switch
    {
        401 => Fail(name, "401: not signed in", $"give a key with the scope read: {Http.TargetOptions.KeyVariable} or --key-file"),
        403 => Fail(name, "403: this key may not", "use a key with the scope read"),
        404 => Fail(name, "404: nothing there", "see that --prefix is what the host mapped MadLab to, and that a proxy passes the path on"),
        _ => Fail(name, $"{answer.Status} {answer.Code}", "see the host's log"),
    };
}
