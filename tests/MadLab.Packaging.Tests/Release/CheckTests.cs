using System.IO.Compression;
using FluentAssertions;
using MadLab.Packaging.Tests.Packing;
using MadLab.Packaging.Tests.Support;
using MadLab.Release;
using Xunit;

namespace MadLab.Packaging.Tests.Release;

/// <summary>What a release refuses.</summary>
[Collection(PackedGroup.Name)]
public sealed class CheckTests(PackedPackages packed) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Packages_AsTheyAre_AreTaken() =>
        PackageCheck.Run(packed.Feed, Repository.Root, packed.Version, wantsSourceLink: false).Faults.Should().BeEmpty();

    [Theory]
    [InlineData("<dependency id=\"Polly.Core\"", "<dependency id=\"Left.Pad\" version=\"1.0.0\" /><dependency id=\"Polly.Core\"", "it depends on Left.Pad")]
    [InlineData("<dependency id=\"Polly.Core\"", "<dependency id=\"MadLab.Abstractions\"", "have it depend on Polly.Core, which it does not")]
    [InlineData("<readme>README.md</readme>", "", "it has no readme")]
    [InlineData("<license type=\"expression\">MIT</license>", "", "it has no licence")]
    [InlineData("<version>", "<version>9.", "its version is 9.")]
    public void Package_WithAFault_IsRefused(string from, string to, string said)
    {
        var feed = Copy();
        Change(Path.Combine(feed, $"MadLab.Market.{packed.Version}.nupkg"), "MadLab.Market.nuspec", text =>
        {
            text.Should().Contain(from);
            return text.Replace(from, to, StringComparison.Ordinal);
        });

        var faults = PackageCheck.Run(feed, Repository.Root, packed.Version, wantsSourceLink: false).Faults;

        string.Join('\n', faults).Replace("has it", "have it", StringComparison.Ordinal).Should().Contain(said);
        faults.Should().OnlyContain(f => f.StartsWith("MadLab.Market: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Package_WithoutSymbolsOrMissingOrNotNamed_IsRefused()
    {
        var feed = Copy();
        File.Delete(Path.Combine(feed, $"MadLab.Streaming.{packed.Version}.snupkg"));
        File.Move(Path.Combine(feed, $"MadLab.Workbench.{packed.Version}.nupkg"), Path.Combine(feed, $"MadLab.Surprise.{packed.Version}.nupkg"));

        PackageCheck.Run(feed, Repository.Root, packed.Version, wantsSourceLink: false).Faults.Should().BeEquivalentTo(
            "MadLab.Streaming: it has no symbols.", $"MadLab.Workbench: there is no MadLab.Workbench.{packed.Version}.nupkg.", "MadLab.Surprise: eng/dependencies.txt does not name it.");
    }

    [Fact]
    public void SourceLink_ThatIsNotThere_IsMissed() =>
        PackageCheck.Run(packed.Feed, Repository.Root, packed.Version, wantsSourceLink: true).Faults.Should().Contain(f => f.StartsWith("MadLab.Market: the symbols of MadLab.Market.dll have no SourceLink", StringComparison.Ordinal));

    [Fact]
    public async Task SourceLink_FromACloneOfTheWeb_IsThere()
    {
        using var copy = new SourceCopy(withRepository: true, origin: "https://github.com/madlab/madlab.git");
        await copy.PackAsync(packed.Version, "src/MadLab.Abstractions/MadLab.Abstractions.csproj");

        var faults = PackageCheck.Run(copy.Feed, Repository.Root, packed.Version, wantsSourceLink: true).Faults;

        faults.Should().NotContain(f => f.StartsWith("MadLab.Abstractions:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.1.0", "0.1.1", true)]
    [InlineData("0.1.0", "0.2.0", false)]
    [InlineData("1.0.0", "1.1.0", true)]
    [InlineData("1.0.0", "2.0.0-rc.1", false)]
    public void Api_ThatLostAMember_NeedsAStepOfTheVersion(string before, string now, bool refused)
    {
        _folder.Write("api/shipped/VERSION", before + "\n");
        _folder.Write("api/shipped/MadLab.txt", "static class A\n  int Kept()\n  int Gone()\n\nsealed class B\n  B()\n");
        _folder.Write("api/MadLab.txt", "static class A\n  int Kept()\n  int New()\n\nsealed class B\n  B()\n");

        var faults = ApiCheck.Run(_folder.PathOf("api"), now).Faults;

        faults.Should().HaveCount(refused ? 1 : 0);
        if (refused)
        {
            faults[0].Should().Contain("A: int Gone()").And.Contain(before);
        }
    }

    [Fact]
    public void Api_NeverReleased_SaysSo() => ApiCheck.Run(Repository.PathOf("tests", "api"), "0.1.0").Notes.Should().ContainSingle().Which.Should().Contain("no version was released before");

    private string Copy()
    {
        var feed = Directory.CreateDirectory(_folder.PathOf("feed")).FullName;
        foreach (var file in Directory.EnumerateFiles(packed.Feed))
        {
            File.Copy(file, Path.Combine(feed, Path.GetFileName(file)));
        }

        return feed;
    }

    private static void Change(string package, string entry, Func<string, string> change)
    {
        using var archive = ZipFile.Open(package, ZipArchiveMode.Update);
        string text;
        using (var reader = new StreamReader(archive.GetEntry(entry)!.Open()))
        {
            text = change(reader.ReadToEnd());
        }

        archive.GetEntry(entry)!.Delete();
        using var writer = new StreamWriter(archive.CreateEntry(entry).Open());
        writer.Write(text);
    }
}
