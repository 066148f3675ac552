using System.Text.RegularExpressions;
using MadLab.Packaging.Tests.Support;

namespace MadLab.Packaging.Tests.Docs;

/// <summary>The links from page to page.</summary>
internal static partial class Links
{
    public static IEnumerable<(string Page, string Text, string Target)> OfAllPages()
    {
        var pages = Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Append(Repository.PathOf("README.md")).Append(Repository.PathOf("CHANGELOG.md"));
        foreach (var page in pages)
        {
            foreach (Match link in Relative().Matches(File.ReadAllText(page)))
            {
                var target = link.Groups["target"].Value;
                yield return (Path.GetFileName(page), link.Value, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, target)));
            }
        }
    }

    [GeneratedRegex(@"\]\((?!https?:|#)(?<target>[^)#\s]+)")]
    private static partial Regex Relative();
}
