using FluentAssertions;
using MadLab.Packaging.Tests.Packing;
using MadLab.Packaging.Tests.Support;
using Xunit;

namespace MadLab.Packaging.Tests.Docs;

/// <summary>The documentation's code compiles against the packages, and its links lead somewhere.</summary>
[Collection(PackedGroup.Name)]
public sealed class SnippetTests(PackedPackages packed)
{
    [Fact]
    public async Task CSharp_OfEveryPage_Compiles()
    {
        SnippetSources.All().Should().HaveCountGreaterThan(5, "an extraction that finds nothing proves nothing");

        var build = packed.ConsumersAsync;

        await build.Should().NotThrowAsync("the message has the page and line of each error");
    }

    [Fact]
    public void Blocks_ThatAreLeftOut_SayWhy() =>
        Snippet.All.Where(s => s.IsLeftOut && s.Note.Length < "not run: a reason".Length).Should().BeEmpty();

    [Fact]
    public void Links_BetweenPages_LeadToFiles()
    {
        var broken = Links.OfAllPages().Where(link => !File.Exists(link.Target) && !Directory.Exists(link.Target)).Select(link => $"{link.Page}: {link.Text}");

        broken.Should().BeEmpty();
    }

    [Fact]
    public void Readme_OfThePackages_IsListedInTheTable()
    {
        var readme = File.ReadAllText(Repository.PathOf("README.md"));

        Repository.AllPackages.Should().OnlyContain(package => readme.Contains($"| `{package}` |"));
    }
}
