using FluentAssertions;
using MadLab.Packaging.Tests.Support;
using Xunit;

namespace MadLab.Packaging.Tests.Packing;

/// <summary>Whoever packs the same sources gets the same libraries.</summary>
[Collection(PackedGroup.Name)]
public sealed class ReproduciblePackTests(PackedPackages packed)
{
    [Fact]
    public async Task Pack_AgainInAnotherFolderWithoutGit_GivesTheSameBytes()
    {
        using var copy = new SourceCopy(withRepository: false);

        var output = await copy.PackAsync(packed.Version);

        output.Should().NotContain("warning");
        foreach (var package in Repository.Packages)
        {
            using var first = packed.Open(package);
            using var second = new PackageFile(Path.Combine(copy.Feed, $"{package}.{packed.Version}.nupkg"));
            var library = $"lib/net10.0/{package}.dll";
            second.Hash(library).Should().Be(first.Hash(library), $"{package}.dll is a function of its sources");
        }
    }
}
