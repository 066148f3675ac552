using Xunit;

namespace ReferenceHost.Tests.Contract.Support;

/// <summary>The reference host as a first run has it, but without the limit on calls, which many tests at once would meet.</summary>
public sealed class SyntheticHost : HostFixture
{
    protected override IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?> { ["DISABLE_RATE_LIMIT"] = "true" };
}

/// <summary>The tests that share one such host, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SyntheticHostGroup : ICollectionFixture<SyntheticHost>
{
    public const string Name = "synthetic host";
}
