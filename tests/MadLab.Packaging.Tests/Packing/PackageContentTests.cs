using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using FluentAssertions;
using MadLab.Packaging.Tests.Support;
using Xunit;

namespace MadLab.Packaging.Tests.Packing;

/// <summary>What is in the packages that users install.</summary>
[Collection(PackedGroup.Name)]
public sealed class PackageContentTests(PackedPackages packed)
{
    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Fact]
    public void Pack_WithoutARemote_WarnsOfNothing() => packed.Output.Should().NotContain("warning");

    [Theory]
    [MemberData(nameof(Packages))]
    public void Nuspec_OfAPackage_SaysWhatARegistryShows(string package)
    {
        using var file = packed.Open(package);

        file.Metadata("id").Should().Be(package);
        file.Metadata("version").Should().Be(packed.Version);
        file.Metadata("license").Should().Be("MIT");
        file.Metadata("license", "type").Should().Be("expression");
        file.Metadata("readme").Should().Be("README.md");
        file.Metadata("repository", "commit").Should().Be(SourceCopy.Commit);
        file.Metadata("description").Should().NotBe("Package Description").And.Match(text => text!.Length > 40);
        file.Metadata("tags").Should().Contain("market-data");
        file.Metadata("authors").Should().NotBeNullOrWhiteSpace();
        var readme = Encoding.UTF8.GetString(file.Read("README.md"));
        readme.Should().StartWith($"# {package}\n").And.Match(text => text.Length > 200, "a reader of the registry wants more than a title");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Files_OfAPackage_AreTheLibraryItsDocumentationAndSymbols(string package)
    {
        using var file = packed.Open(package);
        using var symbols = packed.OpenSymbols(package);

        file.Files.Where(name => name.StartsWith("lib/", StringComparison.Ordinal)).Should().BeEquivalentTo($"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml");
        var members = XDocument.Parse(Encoding.UTF8.GetString(file.Read($"lib/net10.0/{package}.xml"))).Descendants("member");
        members.Should().NotBeEmpty().And.OnlyContain(member => member.Attribute("name") != null && member.HasElements);

        var pdb = symbols.Read($"lib/net10.0/{package}.pdb");
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        var reader = provider.GetMetadataReader();
        reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name))
            .Should().NotBeEmpty().And.OnlyContain(path => path.StartsWith("/_/", StringComparison.Ordinal), "no folder of the machine that built it is in it");
        using var library = new PEReader(new MemoryStream(file.Read($"lib/net10.0/{package}.dll")));
        library.ReadDebugDirectory().Should().Contain(entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        library.ReadCodeViewDebugDirectoryData(library.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView))
            .Guid.Should().Be(new BlobContentId(reader.DebugMetadataHeader!.Id).Guid, "else no debugger takes the symbols for the library's");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Dependencies_OfAPackage_HaveTheVersionsPinnedHere(string package)
    {
        using var file = packed.Open(package);

        foreach (var (id, version) in file.Dependencies)
        {
            version.Should().Be(Repository.Packages.Contains(id) ? packed.Version : PinnedVersions.Of(id), $"{id} is what {package} was tested with");
        }
    }

    [Theory]
    [InlineData("MadLab.Abstractions", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Options")]
    [InlineData("MadLab.Providers.Lean", "MadLab.Abstractions")]
    [InlineData("MadLab.Providers", "MadLab.Abstractions")]
    [InlineData("MadLab.Providers.AlphaVantage", "MadLab.Providers")]
    [InlineData("MadLab.Providers.Coinbase", "MadLab.Providers")]
    [InlineData("MadLab.Providers.Csv", "MadLab.Providers")]
    [InlineData("MadLab.Testing", "MadLab.Abstractions")]
    [InlineData("MadLab.Testing.Xunit", "MadLab.Testing", "xunit.assert", "xunit.extensibility.core")]
    [InlineData("MadLab.Market", "MadLab.Abstractions", "Polly.Core")]
    [InlineData("MadLab.Streaming", "MadLab.Abstractions")]
    [InlineData("MadLab", "MadLab.Market", "MadLab.Streaming")]
    [InlineData("MadLab.Workbench")]
    public void Dependencies_OfABlock_AreThoseOfTheDesignAlone(string package, params string[] expected)
    {
        using var file = packed.Open(package);

        file.Dependencies.Keys.Should().BeEquivalentTo(expected);
    }

    [Theory]
    [InlineData("MadLab")]
    [InlineData("MadLab.Providers.Lean")]
    [InlineData("MadLab.Testing")]
    public void Dependencies_WithAllBelowThem_BringNoEntityFramework(string package) =>
        Closure(package).Should().NotContain(id => id.Contains("EntityFrameworkCore") || id.Contains("Sqlite", StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData("MadLab.Abstractions")]
    [InlineData("MadLab.Providers.AlphaVantage")]
    [InlineData("MadLab.Providers.Coinbase")]
    [InlineData("MadLab.Providers.Csv")]
    [InlineData("MadLab.Providers.Lean")]
    [InlineData("MadLab.Testing")]
    [InlineData("MadLab.Persistence")]
    public void FrameworkReferences_OfABlockBelowHttp_AreNone(string package)
    {
        using var file = packed.Open(package);

        file.FrameworkReferences.Should().BeEmpty($"{package} works in any process");
    }

    private HashSet<string> Closure(string package)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([package]);
        while (open.TryDequeue(out var next))
        {
            using var file = packed.Open(next);
            foreach (var id in file.Dependencies.Keys.Where(all.Add).Where(Repository.Packages.Contains))
            {
                open.Enqueue(id);
            }
        }

        return all;
    }
}
