using ReferenceHost.Tests.Contract.Support;

namespace ReferenceHost.Tests.Contract.Streams;

/// <summary>A host for streams alone, which wait for what the clock brings, so that no other test waits for them.</summary>
public sealed class StreamHost : HostFixture
{
    protected override IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?> { ["DISABLE_RATE_LIMIT"] = "true" };
}
