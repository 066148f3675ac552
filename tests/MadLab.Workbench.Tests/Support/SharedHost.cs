using Xunit;

namespace MadLab.Workbench.Tests.Support;

/// <summary>A host for all tests that do not break theirs.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    internal LabHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await LabHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
