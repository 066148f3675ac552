using MadLab.Packaging.Tests.Docs;
using MadLab.Packaging.Tests.Packing;
using MadLab.Packaging.Tests.Support;

namespace MadLab.Packaging.Tests.Embedding;

/// <summary>Projects outside the repository that use the packages as anybody would: a blank app, and the code of the documentation.</summary>
internal sealed class Consumers : IDisposable
{
    private readonly TempFolder _folder = new();

    private Consumers()
    {
    }

    /// <summary>The blank app, built.</summary>
    public string App => _folder.PathOf("BlankApp", "bin", "Release", "net10.0", "BlankApp.dll");

    /// <summary>Every package that came with the blank app, as its build resolved them.</summary>
    public string AppAssets => File.ReadAllText(_folder.PathOf("BlankApp", "obj", "project.assets.json"));

    /// <summary>What the blank app loads at run time.</summary>
    public string AppDependencies => File.ReadAllText(_folder.PathOf("BlankApp", "bin", "Release", "net10.0", "BlankApp.deps.json"));

    /// <summary>Every file beside the built app.</summary>
    public IEnumerable<string> AppFiles => Directory.EnumerateFiles(Path.GetDirectoryName(App)!, "*", SearchOption.AllDirectories);

    /// <summary>Writes the projects and builds them in one go.</summary>
    public static async Task<Consumers> BuildAsync(PackedPackages packed)
    {
        var consumers = new Consumers();
        try
        {
            consumers.Write(packed);
            await Command.DotnetAsync(consumers._folder.Path, "build", "Consumers.slnx", "-c", "Release", "-v", "q");
            return consumers;
        }
        catch
        {
            consumers.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Write(PackedPackages packed)
    {
        _folder.Write("Consumers.slnx", "<Solution><Project Path=\"BlankApp/BlankApp.csproj\" /><Project Path=\"Docs/Docs.csproj\" /></Solution>");
        _folder.Write("nuget.config", $"<configuration><packageSources><add key=\"packed\" value=\"{packed.Feed}\" /></packageSources></configuration>");

        // The packages of this run unpack here and go with this folder; what is not ours comes from where the machine has it already.
        _folder.Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <RestorePackagesPath>{_folder.PathOf("packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{MachinePackages()}</RestoreFallbackFolders>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
            </Project>
            """);

        _folder.CopyFromRepository("tests/MadLab.Packaging.Tests/Apps/BlankApp", "BlankApp");
        _folder.Write("BlankApp/AcmeProvider.cs", Snippet.ProviderOfTheDocs());
        _folder.Write("BlankApp/BlankApp.csproj", Project(["Microsoft.AspNetCore.OpenApi"], [("MadLab", packed.Version), ("MadLab.Workbench", packed.Version)]));

        _folder.CopyFromRepository("tests/MadLab.Packaging.Tests/Apps/Docs", "Docs");
        foreach (var (file, text) in SnippetSources.All())
        {
            _folder.Write($"Docs/{file}", text);
        }

        _folder.Write("Docs/Docs.csproj", Project([], [.. Repository.Packages.Select(package => (package, packed.Version))]));
    }

    private static string Project(string[] pinned, (string Id, string Version)[] packages)
    {
        var references = pinned.Select(id => (Id: id, Version: PinnedVersions.Of(id))).Concat(packages)
            .Select(p => $"<PackageReference Include=\"{p.Id}\" Version=\"{p.Version}\" />");
        return $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", references)}
              </ItemGroup>
            </Project>
            """;
    }

    private static string MachinePackages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
