using Xunit;

namespace MadLab.Persistence.Tests.Support;

/// <summary>The contract over HTTP, run on each kind of store by a derived class.</summary>
public abstract class EndpointSuite(StoreKind kind) : IAsyncLifetime
{
    private StorePlace _place = null!;

    private protected StoreServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _place = await StorePlace.CreateAsync(kind);
        Server = await StoreServer.StartAsync(_place.Use);
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await _place.DisposeAsync();
    }

    private protected async Task<(string Id, string Tag)> CreateWorkspaceAsync(string title = "Desk", string data = """{"n":1}""")
    {
        var reply = await Server.PostAsync("/api/workspaces", $$"""{"title":"{{title}}","data":{{data}}}""");
        return (reply["workspace"].GetProperty("id").GetString()!, reply.ETag!);
    }
}
