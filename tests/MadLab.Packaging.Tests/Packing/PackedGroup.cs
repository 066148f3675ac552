using Xunit;

namespace MadLab.Packaging.Tests.Packing;

/// <summary>Tests on the packed packages.</summary>
[CollectionDefinition(Name)]
public sealed class PackedGroup : ICollectionFixture<PackedPackages>
{
    public const string Name = "packed";
}
