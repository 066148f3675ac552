using FluentAssertions;
using MadLab.Testing.Conformance;
using Xunit;

namespace MadLab.Testing.Tests;

/// <summary>The table of checks in the documentation is that of the code.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void Providers_ListsEveryCheckAndNoOther()
    {
        var rows = File.ReadLines(Path.Combine(Root(), "docs", "providers.md")).Where(line => line.Length > 6 && line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiLetterUpper(line[2]) && char.IsAsciiLetterUpper(line[3]));

        rows.Should().Equal(ProviderConformance.Checks.Select(c => $"| {c.Id} | {(c.Level == ConformanceLevel.Must ? "must" : "should")} | {c.Rule} |"));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MadLab.Lib.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
