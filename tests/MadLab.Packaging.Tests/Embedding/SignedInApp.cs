using MadLab.Packaging.Tests.Packing;
using Xunit;

namespace MadLab.Packaging.Tests.Embedding;

/// <summary>The blank app with a policy on everything of ours, running for the tests of one class.</summary>
public sealed class SignedInApp(PackedPackages packed) : IAsyncLifetime
{
    internal AppProcess App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await AppProcess.StartAsync((await packed.ConsumersAsync()).App, "--Variant", "policy");

    public Task DisposeAsync() => App is null ? Task.CompletedTask : App.DisposeAsync().AsTask();
}
