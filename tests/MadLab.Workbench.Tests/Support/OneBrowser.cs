using Xunit;

namespace MadLab.Workbench.Tests.Support;

/// <summary>One after another: they share a browser and a machine with few cores.</summary>
[CollectionDefinition(Name)]
public sealed class OneBrowser : ICollectionFixture<Browser>, ICollectionFixture<SharedHost>
{
    public const string Name = "Browser";
}
