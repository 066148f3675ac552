using MadLab.Packaging.Tests.Support;

namespace MadLab.Packaging.Tests.Packing;

/// <summary>The repository's packages copied somewhere else and packed there, so that nothing of a developer's build takes part.</summary>
internal sealed class SourceCopy : IDisposable
{
    /// <summary>The commit that all copies say they are of.</summary>
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private static readonly string[] Copied = ["src", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "LICENSE"];

    private readonly TempFolder _folder = new();

    /// <summary>Copies the sources.</summary>
    /// <param name="withRepository">Whether the copy is a git repository, one without a remote; else it is what a source archive is.</param>
    /// <param name="origin">Where the repository was cloned from; null for nowhere.</param>
    public SourceCopy(bool withRepository, string? origin = null)
    {
        foreach (var item in Copied)
        {
            _folder.CopyFromRepository(item, item);
        }

        _folder.Write("Packages.slnx", $"<Solution>{string.Concat(Repository.AllPackages.Select(p => $"<Project Path=\"src/{p}/{p}.csproj\" />"))}</Solution>");
        if (withRepository)
        {
            Directory.CreateDirectory(_folder.PathOf(".git", "objects"));
            _folder.Write(".git/HEAD", "ref: refs/heads/main\n");
            _folder.Write(".git/refs/heads/main", Commit + "\n");
            _folder.Write(".git/config", "[core]\n\trepositoryformatversion = 0\n" + (origin is null ? "" : $"[remote \"origin\"]\n\turl = {origin}\n"));
        }
    }

    /// <summary>Where the packages are, once packed.</summary>
    public string Feed => _folder.PathOf("feed");

    /// <summary>Packs everything as a release does.</summary>
    /// <returns>What the build wrote.</returns>
    /// <remarks>Without analyzers: the build of the tests has run them, and they change nothing of the result.</remarks>
    /// <param name="version">The version to give it.</param>
    /// <param name="project">What to pack; all by default.</param>
    public Task<string> PackAsync(string version, string project = "Packages.slnx") => Command.DotnetAsync(
        _folder.Path, "pack", project, "-c", "Release", "-o", Feed, "-v", "q",
        $"-p:Version={version}", $"-p:SourceRevisionId={Commit}", "-p:RunAnalyzers=false");

    public void Dispose() => _folder.Dispose();
}
