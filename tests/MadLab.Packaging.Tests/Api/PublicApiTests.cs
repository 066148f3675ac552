using System.Reflection;
using FluentAssertions;
using MadLab.Packaging.Tests.Support;
using Xunit;

namespace MadLab.Packaging.Tests.Api;

/// <summary>What the packages promise changes only on purpose: <c>tests/api</c> holds the text of each package's public API.</summary>
public sealed class PublicApiTests
{
    private const string AcceptVariable = "MADLAB_ACCEPT_API";

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void PublicApi_OfAPackage_IsAsAccepted(string package)
    {
        var file = Repository.PathOf("tests", "api", package + ".txt");
        var actual = ApiText.Of(Assembly.Load(package));
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        var accepted = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : string.Empty;
        Difference(accepted, actual).Should().BeEmpty(
            $"the public API of {package} differs from tests/api/{package}.txt; if that is meant, run the tests once with {AcceptVariable}=1, and commit the file with a line in CHANGELOG.md");
    }

    [Fact]
    public void AcceptedApis_AreThoseOfThePackages() =>
        Directory.EnumerateFiles(Repository.PathOf("tests", "api"), "*.txt").Select(Path.GetFileNameWithoutExtension)
            .Should().BeEquivalentTo(Repository.Packages, "a text that no package has compares nothing");

    [Fact]
    public void Of_TypesOfEveryKind_WritesThemAsCSharpDoes()
    {
        var text = ApiText.Of(typeof(MadLab.Symbol).Assembly);

        text.Should().Contain("readonly record struct MadLab.Symbol : IComparable<Symbol>, ISpanParsable<Symbol>\n")
            .And.Contain("\n  const int MaxLength = 32\n")
            .And.Contain("\n  static bool TryParse(string? text, out Symbol symbol)\n")
            .And.Contain("\n  required IReadOnlyList<Bar> Bars { get; init; }\n")
            .And.Contain("[Flags] enum MadLab.ProviderCapabilities\n")
            .And.Contain("(Symbol symbol, PriceRange range = PriceRange.SixMonths, MarketRequestOptions? options = null, CancellationToken cancellationToken = default)\n")
            .And.Contain("interface MadLab.IQuoteStreamProvider : IMarketDataProvider\n  IAsyncEnumerable<Quote> StreamQuotesAsync")
            .And.Contain("default ReplaySession? GetReplay(Symbol symbol)\n")
            .And.NotContain("<Clone>").And.NotContain("PrintMembers").And.NotContain("`");
    }

    private static List<string> Difference(string accepted, string actual)
    {
        var before = Lines(accepted);
        var after = Lines(actual);
        return [.. before.Except(after).Select(line => "- " + line), .. after.Except(before).Select(line => "+ " + line)];
    }

    // Each member with the first line of its type before it, so that the same member of two types counts twice.
    private static HashSet<string> Lines(string text)
    {
        var type = string.Empty;
        var lines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            type = line[0] == ' ' ? type : line;
            lines.Add(line[0] == ' ' ? $"{type.Split(" : ")[0]} ::{line}" : line);
        }

        return lines;
    }
}
