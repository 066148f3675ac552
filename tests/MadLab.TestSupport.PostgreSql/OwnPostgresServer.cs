using Xunit;

namespace MadLab.TestSupport.PostgreSql;

/// <summary>A server for the tests of one class, which may stop it as long as they start it again.</summary>
public sealed class OwnPostgresServer : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Server => _server ?? throw new InvalidOperationException(PostgresTools.Problem);

    public async Task InitializeAsync()
    {
        // Made also for a class whose tests are all skipped.
        if (PostgresTools.Problem is null)
        {
            _server = await PostgresServer.StartAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
