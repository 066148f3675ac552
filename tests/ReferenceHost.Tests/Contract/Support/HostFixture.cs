using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Support;

/// <summary>One process of the reference host for all tests of a class.</summary>
public abstract class HostFixture : IAsyncLifetime
{
    private HostProcess? _host;

    public HostProcess Host => _host ?? throw new InvalidOperationException("The host is not started.");

    public HttpClient Client => Host.Client;

    protected abstract IReadOnlyDictionary<string, string?> Environment { get; }

    public virtual async Task InitializeAsync() => _host = await HostProcess.StartAsync(Environment);

    public virtual async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }
}
