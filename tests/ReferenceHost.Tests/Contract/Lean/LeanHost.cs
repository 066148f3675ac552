using MadLab.TestSupport;
using ReferenceHost.Tests.Contract.Support;

namespace ReferenceHost.Tests.Contract.Lean;

/// <summary>The host on the real folder, replaying fast enough to see a session's end; started only where there is a folder.</summary>
public sealed class LeanHost : HostFixture
{
    public const double Speed = 20_000;

    protected override IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>
    {
        ["MADLAB_LEAN_DATA"] = LeanData.Folder,
        ["MADLAB_LEAN_REPLAY_SPEED"] = "20000",
        ["DISABLE_RATE_LIMIT"] = "true",
    };

    public override Task InitializeAsync() => LeanData.Folder is null ? Task.CompletedTask : base.InitializeAsync();
}
