using MadLab.TestSupport;
using ReferenceHost.Tests.Contract.Support;

namespace ReferenceHost.Tests.Contract.Lean;

/// <summary>The host on the generated folder.</summary>
public sealed class GeneratedHost : HostFixture
{
    public LeanFolder Folder { get; } = new();

    protected override IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["MADLAB_LEAN_DATA"] = Folder.Path,
        ["MADLAB_LEAN_REPLAY_SPEED"] = "20000",
        ["DISABLE_RATE_LIMIT"] = "true",
    };

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Folder.Dispose();
    }
}
