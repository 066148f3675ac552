namespace MadLab.Packaging.Tests.Support;

/// <summary>The files the tests are about.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The names of all packages with a library: one folder of <c>src</c> with a project each.</summary>
    public static IReadOnlyList<string> Packages { get; } =
    [
        .. Directory.EnumerateDirectories(Path.Combine(Root, "src"))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(name => File.Exists(Path.Combine(Root, "src", name, name + ".csproj")))
            .Where(static name => name is not (Templates or Tool))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The package of templates, which has no library.</summary>
    public const string Templates = "MadLab.Templates";

    /// <summary>The package of the command-line tool, which is no library.</summary>
    public const string Tool = "MadLab.Tool";

    /// <summary>All packages, in the order of their names.</summary>
    public static IReadOnlyList<string> AllPackages => [.. Packages.Append(Templates).Append(Tool).Order(StringComparer.Ordinal)];

    /// <summary>The path of a file, given by its parts below the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MadLab.Lib.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no MadLab.Lib.sln above {AppContext.BaseDirectory}.");
    }
}
