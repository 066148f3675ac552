using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FluentAssertions;
using MadLab.Packaging.Tests.Packing;
using MadLab.Packaging.Tests.Support;
using Xunit;

namespace MadLab.Packaging.Tests.Templates;

/// <summary>What <c>dotnet new madlab-provider</c> makes of the packed packages: it builds without a warning, and its conformance tests pass.</summary>
[Collection(PackedGroup.Name)]
public sealed class TemplateTests(PackedPackages packed) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rest", 103)]
    [InlineData("file", 104)]
    [InlineData("stream", 103)]
    public async Task Kind_Made_PassesTheSuiteOfItsOwn(string kind, int tests)
    {
        _folder.Write("nuget.config", $"<configuration><packageSources><add key=\"packed\" value=\"{packed.Feed}\" /></packageSources></configuration>");
        _folder.Write("Directory.Build.targets", $"<Project><PropertyGroup><RestorePackagesPath>{_folder.PathOf("packages")}</RestorePackagesPath><RestoreFallbackFolders>{MachinePackages()}</RestoreFallbackFolders></PropertyGroup></Project>");
        var hive = _folder.PathOf("hive");
        await Command.DotnetAsync(_folder.Path, "new", "install", Path.Combine(packed.Feed, $"{Repository.Templates}.{packed.Version}.nupkg"), "--debug:custom-hive", hive);

        await Command.DotnetAsync(
            _folder.Path, "new", "madlab-provider", "--name", "Acme.MarketData", "--kind", kind, "--madlab-version", packed.Version, "--debug:custom-hive", hive);
        var output = await Command.DotnetAsync(_folder.PathOf("Acme.MarketData"), "test", "-c", "Release");

        Regex.Match(output, @"Failed: +(\d+), Passed: +(\d+), Skipped: +(\d+)").Groups.Values.Skip(1).Select(g => g.Value).Should().Equal("0", $"{tests}", "0");
        var files = Directory.EnumerateFiles(_folder.PathOf("Acme.MarketData"), "*", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}") && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}")).ToList();
        files.Select(f => Path.GetRelativePath(_folder.PathOf("Acme.MarketData"), f).Replace('\\', '/')).Should()
            .Contain(".github/workflows/ci.yml").And.Contain("src/Acme.MarketData/AcmeMarketDataProvider.cs").And.Contain("README.md");
        files.Should().OnlyContain(f => !Regex.IsMatch(File.ReadAllText(f), "MyMarketData|Vendor|my-market-data|MADLAB_VERSION"), "every name is the author's");
        File.ReadAllText(_folder.PathOf("Acme.MarketData", "README.md")).Should().Contain("AddAcmeMarketData()").And.Contain("MadLab:Providers:acme-marketdata");
    }

    [Fact]
    public void Version_ThatIsTheDefault_IsThatOfThePackages()
    {
        using var template = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("src", Repository.Templates, "content", "madlab-provider", ".template.config", "template.json")));

        template.RootElement.GetProperty("symbols").GetProperty("madlab-version").GetProperty("defaultValue").GetString()
            .Should().Be(XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("Version").Single().Value);
    }

    private static string MachinePackages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
