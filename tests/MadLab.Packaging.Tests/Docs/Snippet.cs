using System.Text.RegularExpressions;
using MadLab.Packaging.Tests.Support;

namespace MadLab.Packaging.Tests.Docs;

/// <summary>A fenced block of code in the documentation.</summary>
/// <param name="File">The page, relative to the repository.</param>
/// <param name="Line">The line its code begins on.</param>
/// <param name="Language">What stands after the fence.</param>
/// <param name="Code">The code.</param>
/// <param name="Note">The text of the comment right above the fence, such as <c>not run: why</c>; empty without one.</param>
internal sealed partial record Snippet(string File, int Line, string Language, string Code, string Note)
{
    /// <summary>Whether the page says that the block cannot be compiled or run here, and why.</summary>
    public bool IsLeftOut => Note.StartsWith("not run:", StringComparison.Ordinal);

    /// <summary>All blocks of the README, the pages and the packages' own READMEs.</summary>
    public static IReadOnlyList<Snippet> All { get; } = [.. Pages().SelectMany(Read)];

    /// <summary>The provider that <c>docs/providers.md</c> shows, whole: the embedding tests run it.</summary>
    public static string ProviderOfTheDocs() =>
        All.Single(s => s.File == "docs/providers.md" && s.Code.Contains("class AcmeProvider", StringComparison.Ordinal)).Code;

    public override string ToString() => $"{File}:{Line}";

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Repository.AllPackages.Select(package => Repository.PathOf("src", package, "README.md")))
            .Append(Repository.PathOf("samples", "ReferenceHost", "README.md"))
            .Append(Repository.PathOf("README.md"))
            .Where(System.IO.File.Exists)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<Snippet> Read(string page)
    {
        var lines = System.IO.File.ReadAllLines(Repository.PathOf(page.Split('/')));
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal) || lines[i].Length == 3)
            {
                continue;
            }

            var end = Array.IndexOf(lines, "```", i + 1);
            var note = i > 0 ? Comment().Match(lines[i - 1]).Groups["text"].Value : string.Empty;
            yield return new Snippet(page, i + 2, lines[i][3..].Trim(), string.Join('\n', lines[(i + 1)..end]) + "\n", note);
            i = end;
        }
    }

    [GeneratedRegex("^<!-- (?<text>.*) -->$")]
    private static partial Regex Comment();
}
