using Xunit;

namespace ReferenceHost.Tests.Support;

/// <summary>A host without any setting, shared by the tests of a class that only read.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    private HostProcess? _host;

    /// <summary>The host, which listens.</summary>
    public HostProcess Host => _host ?? throw new InvalidOperationException("The host is not started yet.");

    public async Task InitializeAsync() => _host = await HostProcess.StartAsync();

    public async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }
}
