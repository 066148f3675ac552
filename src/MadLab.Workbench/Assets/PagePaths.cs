using System.Buffers;

namespace MadLab.Workbench.Assets;

/// <summary>The page's address and the API's, and the way from the one to the other.</summary>
internal sealed class PagePaths
{
    private static readonly SearchValues<char> NotPlain = SearchValues.Create("{}*?#\\ \"<>");

    public PagePaths(string page, string api)
    {
        Page = Normalize(page, nameof(page));
        var target = Normalize(api, nameof(api));

        // The page's address ends in a slash, so one step up for each of its segments leads to where both paths begin.
        var depth = Page.Count(static c => c == '/');
        ApiFromPage = string.Concat(Enumerable.Repeat("../", depth)) + target.TrimStart('/');
        if (ApiFromPage.Length == 0)
        {
            ApiFromPage = ".";
        }
    }

    /// <summary>Without a slash at its end; the root is empty.</summary>
    public string Page { get; }

    /// <summary>Relative.</summary>
    public string ApiFromPage { get; }

    private static string Normalize(string path, string name)
    {
        ArgumentNullException.ThrowIfNull(path, name);
        if (!path.StartsWith('/') || path.AsSpan().ContainsAny(NotPlain))
        {
            throw new ArgumentException($"'{path}' is no path: it has to begin with '/' and be plain text.", name);
        }

        return path.TrimEnd('/');
    }
}
