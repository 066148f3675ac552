using MadLab.Hosting.Configuration;

namespace MadLab.Hosting.Authentication;

/// <summary>What a caller may do.</summary>
[Flags]
internal enum Scopes
{
    None = 0,

    /// <summary>See market data, streams, documents, health and metrics.</summary>
    Read = 1,

    /// <summary>Change templates, workspaces and preferences.</summary>
    Write = 2,

    /// <summary>Throw the operators' switches.</summary>
    Operate = 4,
}

/// <summary>Scopes as keys, tokens and the command line spell them.</summary>
internal static class ScopeNames
{
    public const string Accepted = "read, write and operate, separated by commas";

    private static readonly (string Name, Scopes Scope)[] All = [("read", Scopes.Read), ("write", Scopes.Write), ("operate", Scopes.Operate)];

    /// <summary>The names, in the order of the help.</summary>
    public static IReadOnlyList<string> Of(Scopes scopes) => [.. All.Where(s => scopes.HasFlag(s.Scope)).Select(static s => s.Name)];

    /// <summary>The scope of a name; none where there is no such scope.</summary>
    public static Scopes Find(string name) => Array.Find(All, s => s.Name == name).Scope;

    /// <exception cref="SettingException">It names none, or one that there is not.</exception>
    public static Scopes Parse(string name, string text)
    {
        var scopes = Scopes.None;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var scope = Find(part);
            scopes |= scope != Scopes.None ? scope : throw SettingException.Unusable(name, text, $"accepted are {Accepted}");
        }

        return scopes != Scopes.None ? scopes : throw SettingException.Unusable(name, text, $"accepted are {Accepted}");
    }
}
