namespace MadLab.Release;

/// <summary>Holds the public API against that of the last version: what is gone or changed needs a step of the version that says so.</summary>
internal static class ApiCheck
{
    /// <param name="folder">The accepted texts, with those of the last version in <c>shipped</c> beside a file <c>VERSION</c>.</param>
    /// <param name="version">The version to be released.</param>
    public static Findings Run(string folder, string version)
    {
        var findings = new Findings();
        var shipped = Path.Combine(folder, "shipped");
        var versionFile = Path.Combine(shipped, "VERSION");
        if (!File.Exists(versionFile))
        {
            findings.Notes.Add("API: no version was released before, so there is nothing that could break.");
            return findings;
        }

        var before = File.ReadAllText(versionFile).Trim();
        var mayBreak = MayBreak(before, version);
        var gone = 0;
        foreach (var file in Directory.EnumerateFiles(shipped, "*.txt").Order(StringComparer.Ordinal))
        {
            var package = Path.GetFileNameWithoutExtension(file);
            var now = Path.Combine(folder, Path.GetFileName(file));
            var kept = File.Exists(now) ? Members(now) : [];
            foreach (var member in Members(file).Where(m => !kept.Contains(m)).Order(StringComparer.Ordinal))
            {
                gone++;
                if (!mayBreak)
                {
                    findings.Faults.Add($"{package}: '{member}' of {before} is gone or changed, which {version} must not do.");
                }
            }
        }

        findings.Notes.Add($"API: held against {before}; {gone} members gone or changed{(gone > 0 && mayBreak ? ", which this step of the version allows" : "")}.");
        return findings;
    }

    /// <summary>By semantic versioning: a major step, or below 1.0 a minor one.</summary>
    internal static bool MayBreak(string before, string now)
    {
        var (a, b) = (Parse(before), Parse(now));
        return b.Major > a.Major || (a.Major == 0 && b.Major == 0 && b.Minor > a.Minor);
    }

    private static Version Parse(string text) =>
        Version.TryParse(text.Split('-', '+')[0], out var version) ? version : throw new FormatException($"'{text}' is no version.");

    // Members are indented below their type.
    private static HashSet<string> Members(string file)
    {
        var type = "";
        HashSet<string> members = new(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(file).Where(static l => l.Length > 0))
        {
            if (char.IsWhiteSpace(line[0]))
            {
                members.Add($"{type}: {line.Trim()}");
            }
            else
            {
                type = line;
                members.Add(line);
            }
        }

        return members;
    }
}
